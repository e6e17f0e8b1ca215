import { seededRandom } from "./seeded-random.ts";

/**
 * Classes that share one decision: their scores sum to 1. If a head has only one class, its score can be any number
 * from 0 to 1.
 */
export type Head = {
  readonly classes: readonly string[];
  /** The class of an ordinary image; `null` for a head with only one class, whose score is then near 0. */
  readonly benign: string | null;
};

type Scores = Readonly<Record<string, number>>;

/** The maximum score that noise gives a class. */
const MAX_NOISE = 0.004;

/** Selects the requested scores of each head: those of the last part that sets a class of the head. */
export function selectScores(heads: readonly Head[], parts: readonly { readonly classes: Scores }[]): Scores {
  return Object.fromEntries(
    heads.flatMap((head) => {
      const part = parts.findLast(({ classes }) => head.classes.some((name) => classes[name] !== undefined));
      return Object.entries(part?.classes ?? {}).filter(([name]) => head.classes.includes(name));
    }),
  );
}

/**
 * Computes one score per class of all heads, in their order.
 *
 * @param options.requested - the scores that a rule sets; those of one head must sum to at most 1.
 * @param options.seed - the seed of the noise in all other scores.
 */
export function computeScores(
  heads: readonly Head[],
  options: { readonly requested: Scores; readonly seed: number },
): number[] {
  const random = seededRandom(options.seed);
  // Every head draws the same number of random numbers with and without a rule, so that a rule only changes the scores
  // of its own heads.
  return heads.flatMap((head) => {
    const noise = head.classes.map(() => MAX_NOISE * random() ** 3);
    return computeHeadScores(head, noise, options.requested);
  });
}

function computeHeadScores(
  { classes, benign }: Head,
  noise: readonly number[],
  requestedScores: Scores,
): number[] {
  const requested = classes.map((name) => requestedScores[name]);
  if (benign === null) return requested.map((score, index) => score ?? noise[index] ?? 0);
  const rest = 1 - requested.reduce<number>((sum, score) => sum + (score ?? 0), 0);
  const weights = classes.map((name, index) =>
    requested[index] !== undefined ? 0 : name === benign ? 1 : (noise[index] ?? 0),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const scores = requested.map((score, index) => score ?? (rest * (weights[index] ?? 0)) / total);
  // The largest score that was not requested absorbs the rounding error, so that the sum is 1, as in live responses.
  const largest = weights.indexOf(Math.max(...weights));
  if (total === 0) return scores;
  const others = scores.reduce((sum, score, index) => (index === largest ? sum : sum + score), 0);
  return scores.map((score, index) => (index === largest ? Math.max(0, 1 - others) : score));
}

/** Lists the names of all classes, in their order. */
export function listClasses(heads: readonly Head[]): readonly string[] {
  return heads.flatMap((head) => head.classes);
}
