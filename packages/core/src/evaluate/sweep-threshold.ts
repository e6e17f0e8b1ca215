import {
  checkOptions,
  mustBe,
  nonEmptyString,
  objectOf,
  oneOf,
  required,
  wholeNumber,
} from "../options/check-options.ts";
import type { OptionCheck } from "../options/check-options.ts";
import type { ClassName } from "../result/class-score.ts";
import { isObject } from "../value/is-object.ts";
import { createClassScorer } from "./class-scorer.ts";
import { computeMetrics } from "./evaluation-metrics.ts";
import type { EvaluationMetrics } from "./evaluation-metrics.ts";
import { readExamples } from "./read-examples.ts";
import type { KnownTruth, PolicyExamples } from "./policy-example.ts";

/** The examples that a class should find. */
export type PositiveTruth =
  /** Those whose truth is `block`. */
  | "block"
  /** Those whose truth is `review` or the stricter `block`. */
  | "review"
  | {
      /** Those whose truth has this tag, which need not be a tag of a policy. */
      readonly tag: string;
    };

/** The options of {@link sweepThreshold}. */
export type SweepOptions = {
  /**
   * The examples that the class should find. Others are negative. Examples whose truth lacks a decision, or for a tag
   * lacks tags, are left out.
   *
   * With a decision, the class is expected to find every reason to block. If there are several, use a tag for each
   * class, for example `{ tag: "smoking" }`.
   *
   * @defaultValue "block"
   */
  readonly positive?: PositiveTruth | undefined;
  /**
   * The kind of condition that the threshold is for, as in a policy.
   *
   * @defaultValue "text" for a class of Hive's text models, "class" for every other
   */
  readonly kind?: "class" | "text" | "boxes" | undefined;
  /** Classes of your own models, or newer than Hivekit, as in a policy. Any other unknown class is rejected. */
  readonly classes?: readonly string[] | undefined;
  /** As in a policy: the maximum number of frames that may lack data. @defaultValue 0 */
  readonly maxUnevaluatedFrames?: number | undefined;
};

/** The metrics of a condition on a class with one threshold. */
export type ThresholdStep = EvaluationMetrics & {
  /** The lowest score that counts: a probability from 0 to 1, or a level from 0 to 3. It is a score of an example. */
  readonly threshold: number;
};

/**
 * The metrics of a condition on a class at every threshold. Plain data that survives `JSON.stringify`.
 *
 * Precision and recall change only where a score occurs. So the steps are exact, not samples of the curve: between two
 * of them, a threshold has the metrics of the higher one.
 */
export type ThresholdCurve = {
  /** The class. */
  readonly class: ClassName;
  /** The scale of thresholds: probabilities from 0 to 1, or levels from 0 to 3. */
  readonly scale: "probability" | "level";
  /** The examples that the class should find. */
  readonly positive: PositiveTruth;
  /** The number of examples, without those that were left out. */
  readonly count: number;
  /** The number of those that the class should find. */
  readonly positives: number;
  /**
   * One step per distinct score, ascending by threshold, with the same precision and recall as scikit-learn's
   * `precision_recall_curve`, without its last point, which has no threshold. `[]` if no example has a score.
   */
  readonly steps: readonly ThresholdStep[];
  /** The metrics of a threshold above every score, which finds nothing. */
  readonly above: EvaluationMetrics;
};

/** The examples with the same score, or without one. */
type ScoreGroup = {
  positives: number;
  negatives: number;
  /** The part of each that lacks data, so that it is unknown at higher thresholds. */
  incompletePositives: number;
  incompleteNegatives: number;
};

/**
 * Computes precision and recall of a class at every threshold.
 *
 * The score of a task is the highest in any of its frames, because one frame is enough for a condition on a class. At a
 * threshold up to its score, the task is found. At a higher one, it is not found, or unknown if data is missing: the
 * class, a frame, or the confirmation of the result; see `Verdict.unevaluated`. So each step equals an evaluation of
 * the policy `{ block: { [className]: threshold } }`, except that hash matches are ignored. A probability of more than 1
 * counts as 1.
 *
 * Reads the examples one at a time, and keeps only the distinct scores.
 *
 * @throws HiveConfigError if the class or an option is not valid: for example if the class is unknown, or is a negative
 * class. In that case, no example is read.
 * @throws HiveInputError for the first example that is not valid; the message has its position.
 * @throws the error of the examples, if reading them fails.
 *
 * @example
 * ```ts
 * import { HiveClient } from "@hivekit/core";
 * import { suggestThreshold, sweepThreshold } from "@hivekit/core/evaluate";
 *
 * const hive = new HiveClient({ apiKey: "YOUR_KEY" });
 * const photo = await hive.classify({ url: "https://example.com/photo.jpg" });
 * const clip = await hive.classify({ url: "https://example.com/clip.mp4" });
 * const curve = await sweepThreshold("yes_smoking", [
 *   { id: "photo-1", task: photo, truth: "allow" },
 *   { id: "clip-1", task: clip, truth: "block" },
 * ]);
 * console.log(suggestThreshold(curve, { minPrecision: 0.95 }));
 * ```
 */
export async function sweepThreshold(
  className: ClassName,
  examples: PolicyExamples,
  options: SweepOptions = {},
): Promise<ThresholdCurve> {
  checkOptions<SweepOptions>(
    options,
    {
      positive: positiveTruth,
      kind: oneOf("class", "text", "boxes"),
      // The policy of the scorer checks them.
      classes: () => {},
      maxUnevaluatedFrames: wholeNumber(0),
    },
    "sweepThreshold",
  );
  const positive = copyPositive(options.positive);
  const { scale, scoreTask } = createClassScorer(className, options);
  const unscored = createGroup();
  const groups = new Map<number, ScoreGroup>();
  for await (const { example, truth } of readExamples(examples, "sweepThreshold")) {
    const isPositive = isPositiveTruth(truth, positive);
    if (isPositive === null) continue;
    const { score, isComplete } = scoreTask(example.task);
    const group = score === null ? unscored : (groups.get(score) ?? createGroup());
    if (score !== null) groups.set(score, group);
    group[isPositive ? "positives" : "negatives"]++;
    if (!isComplete) group[isPositive ? "incompletePositives" : "incompleteNegatives"]++;
  }
  const all = [unscored, ...groups.values()];
  const positives = sumOf(all, "positives");
  return {
    class: className,
    scale,
    positive,
    count: positives + sumOf(all, "negatives"),
    positives,
    ...listSteps(unscored, groups),
  };
}

const positiveTruth: OptionCheck = (value, path, report) => {
  if (isObject(value)) objectOf({ tag: required(nonEmptyString) })(value, path, report);
  else mustBe('"block", "review" or an object with a tag', isDecision)(value, path, report);
};

/** Copies the option, which the caller may change while the examples are read. */
function copyPositive(positive: PositiveTruth = "block"): PositiveTruth {
  return typeof positive === "object" ? { tag: positive.tag } : positive;
}

function isDecision(value: unknown): boolean {
  return value === "block" || value === "review";
}

/** Whether an example is positive; `null` if its truth does not say. */
function isPositiveTruth({ decision, tags }: KnownTruth, positive: PositiveTruth): boolean | null {
  if (typeof positive === "object") return tags === null ? null : tags.has(positive.tag);
  if (decision === null) return null;
  return decision === "block" || decision === positive;
}

function createGroup(): ScoreGroup {
  return { positives: 0, negatives: 0, incompletePositives: 0, incompleteNegatives: 0 };
}

function sumOf(groups: readonly ScoreGroup[], property: keyof ScoreGroup): number {
  return groups.reduce((total, group) => total + group[property], 0);
}

/** Moves one group after the other from "found" to "not found", while the threshold ascends. */
function listSteps(
  unscored: ScoreGroup,
  groups: ReadonlyMap<number, ScoreGroup>,
): Pick<ThresholdCurve, "steps" | "above"> {
  const scored = [...groups.values()];
  const found = { positives: sumOf(scored, "positives"), negatives: sumOf(scored, "negatives") };
  const below = { ...unscored };
  const steps = [...groups]
    .toSorted(([one], [other]) => one - other)
    .map(([threshold, group]) => {
      const step = { threshold, ...measure(found, below) };
      found.positives -= group.positives;
      found.negatives -= group.negatives;
      below.positives += group.positives;
      below.negatives += group.negatives;
      below.incompletePositives += group.incompletePositives;
      below.incompleteNegatives += group.incompleteNegatives;
      return step;
    });
  return { steps, above: measure(found, below) };
}

function measure(found: Pick<ScoreGroup, "positives" | "negatives">, below: ScoreGroup): EvaluationMetrics {
  return computeMetrics({
    truePositives: found.positives,
    falsePositives: found.negatives,
    trueNegatives: below.negatives - below.incompleteNegatives,
    falseNegatives: below.positives - below.incompletePositives,
    unknown: below.incompletePositives + below.incompleteNegatives,
    unknownPositives: below.incompletePositives,
  });
}
