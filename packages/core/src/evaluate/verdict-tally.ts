import { wholeNumber } from "../options/check-options.ts";
import type { OptionChecks } from "../options/check-options.ts";
import type { Decision } from "../policy/verdict.ts";
import { computeMetrics } from "./evaluation-metrics.ts";
import type { EvaluationMetrics } from "./evaluation-metrics.ts";
import type { DecisionMatrix, Disagreement, Evaluation } from "./evaluation.ts";
import type { KnownTruth, TruthDecision } from "./policy-example.ts";
import { TagTally } from "./tag-tally.ts";
import type { MeasuredVerdict } from "./verdict-example.ts";

const MAX_DISAGREEMENTS = 1000;

/** The options of `evaluatePolicy` and `evaluateVerdicts`. */
export type EvaluateOptions = {
  /** The maximum number of disagreements to keep; a whole number of at least 0. @defaultValue 1000 */
  readonly maxDisagreements?: number | undefined;
};

/** Checks the options of an evaluation. */
export const EVALUATE_CHECKS: OptionChecks<EvaluateOptions> = {
  maxDisagreements: /* @__PURE__ */ wholeNumber(0),
};

/** Counts verdicts by their truth. Keeps only counts and the first disagreements. */
export class VerdictTally {
  readonly #matrix = createMatrix();
  readonly #tags: TagTally;
  readonly #maxDisagreements: number;
  readonly #disagreements: Disagreement[] = [];
  #count = 0;
  #disagreementCount = 0;

  /** @param tags - The tags of the policy, which are measured even if no example has them. */
  constructor(tags: readonly string[], { maxDisagreements = MAX_DISAGREEMENTS }: EvaluateOptions) {
    this.#tags = new TagTally(tags);
    this.#maxDisagreements = maxDisagreements;
  }

  /** Takes the truth about the next example, and the verdict on it. */
  take(id: string, truth: KnownTruth, verdict: MeasuredVerdict): void {
    this.#count++;
    if (truth.decision !== null) this.#matrix[truth.decision][verdict.decision]++;
    if (truth.tags !== null) this.#tags.take(truth.tags, verdict);
    const difference = compare(truth, verdict);
    if (difference === null) return;
    this.#disagreementCount++;
    if (this.#disagreements.length < this.#maxDisagreements) this.#disagreements.push({ id, ...difference });
  }

  /** Computes the metrics. */
  measure(): Evaluation {
    return {
      count: this.#count,
      matrix: this.#matrix,
      decisions: {
        block: measureDecision(this.#matrix, ["block"]),
        review: measureDecision(this.#matrix, ["review", "block"]),
        allow: measureDecision(this.#matrix, ["allow"]),
      },
      tags: this.#tags.measure(),
      disagreementCount: this.#disagreementCount,
      disagreements: this.#disagreements,
    };
  }
}

function createMatrix(): Record<TruthDecision, Record<Decision, number>> {
  const row = { block: 0, review: 0, unknown: 0, allow: 0 };
  return { block: { ...row }, review: { ...row }, allow: { ...row } };
}

/** Describes how a verdict differs from the truth; `null` if it does not. */
function compare(truth: KnownTruth, verdict: MeasuredVerdict): Omit<Disagreement, "id"> | null {
  const { decision } = verdict;
  const isRight = truth.decision === null || truth.decision === decision;
  const given = truth.tags === null ? [] : verdict.tags.map(({ tag }) => tag);
  const unknownTags = truth.tags === null ? [] : verdict.unknownTags;
  const extraTags = given.filter((tag) => truth.tags?.has(tag) !== true);
  const missingTags = [...(truth.tags ?? [])].filter(
    (tag) => !given.includes(tag) && !unknownTags.includes(tag),
  );
  if (isRight && [missingTags, extraTags, unknownTags].every((some) => some.length === 0)) return null;
  const rules = [...new Set(listRules(verdict))];
  return { truth: truth.decision, decision, rules, missingTags, extraTags, unknownTags };
}

function listRules({ decision, reasons = [], unevaluated = [] }: MeasuredVerdict): readonly string[] {
  if (decision !== "unknown") return reasons.map(({ rule }) => rule);
  return unevaluated.filter(({ isIgnored }) => !isIgnored).flatMap(({ rules }) => rules);
}

/** Measures how well the policy finds the examples whose truth is one of these decisions. */
function measureDecision(matrix: DecisionMatrix, positive: readonly TruthDecision[]): EvaluationMetrics {
  const truths: readonly TruthDecision[] = ["block", "review", "allow"];
  const isPositive = (decision: Decision): boolean => positive.some((one) => one === decision);
  const sum = (isTrue: boolean, accepts: (decision: Decision) => boolean): number => {
    const decisions: readonly Decision[] = ["block", "review", "unknown", "allow"];
    return truths
      .filter((truth) => isPositive(truth) === isTrue)
      .flatMap((truth) => decisions.filter(accepts).map((decision) => matrix[truth][decision]))
      .reduce((total, some) => total + some, 0);
  };
  const isUnknown = (decision: Decision): boolean => decision === "unknown";
  const isNegative = (decision: Decision): boolean => !isUnknown(decision) && !isPositive(decision);
  return computeMetrics({
    truePositives: sum(true, isPositive),
    falsePositives: sum(false, isPositive),
    trueNegatives: sum(false, isNegative),
    falseNegatives: sum(true, isNegative),
    unknown: sum(true, isUnknown) + sum(false, isUnknown),
    unknownPositives: sum(true, isUnknown),
  });
}
