import { seededRandom } from "./seeded-random.ts";

/** Classes of which a model chooses one: their scores sum to 1. A single class stands alone, with any score from 0 to 1. */
export type Head = {
  readonly classes: readonly string[];
  /** The class of an ordinary picture; `null` for a single class, which is then near 0. */
  readonly benign: string | null;
};

/** How much of a head noise takes at most, per class. */
const NOISE = 0.004;

/** What several parts ask for together: a later one that names a class of a head takes the place of all that earlier ones asked of that head. */
export function wantedOf(
  heads: readonly Head[],
  parts: readonly { readonly classes: Readonly<Record<string, number>> }[],
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    heads.flatMap((head) => {
      const part = parts.findLast(({ classes }) => head.classes.some((name) => classes[name] !== undefined));
      return Object.entries(part?.classes ?? {}).filter(([name]) => head.classes.includes(name));
    }),
  );
}

/**
 * One score per class of all heads, in their order.
 *
 * @param wanted - scores that a rule asks for; of one head they must not sum to more than 1.
 * @param seed - where the noise of the others comes from.
 */
export function scoreHeads(
  heads: readonly Head[],
  options: { readonly wanted: Readonly<Record<string, number>>; readonly seed: number },
): number[] {
  const random = seededRandom(options.seed);
  // Always the same number of draws: a rule changes the classes of its own head alone.
  return heads.flatMap((head) => {
    const noise = head.classes.map(() => NOISE * random() ** 3);
    return scoreHead(head, noise, options.wanted);
  });
}

function scoreHead(head: Head, noise: readonly number[], wanted: Readonly<Record<string, number>>): number[] {
  const { classes, benign } = head;
  const asked = classes.map((name) => wanted[name]);
  if (benign === null) return asked.map((score, place) => score ?? noise[place] ?? 0);
  const rest = 1 - asked.reduce<number>((sum, score) => sum + (score ?? 0), 0);
  const weights = classes.map((name, place) =>
    asked[place] !== undefined ? 0 : name === benign ? 1 : (noise[place] ?? 0),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const scores = asked.map((score, place) => score ?? (rest * (weights[place] ?? 0)) / total);
  // The largest of those that were not asked for takes the last bits, so that the sum is 1 as in live replies.
  const largest = weights.indexOf(Math.max(...weights));
  if (total === 0) return scores;
  const others = scores.reduce((sum, score, place) => (place === largest ? sum : sum + score), 0);
  return scores.map((score, place) => (place === largest ? Math.max(0, 1 - others) : score));
}

/** The names of all classes, in their order. */
export function classesOf(heads: readonly Head[]): readonly string[] {
  return heads.flatMap((head) => head.classes);
}
