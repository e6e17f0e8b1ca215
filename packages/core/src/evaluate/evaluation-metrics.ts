import { computeInterval } from "./wilson-interval.ts";
import type { ConfidenceInterval } from "./wilson-interval.ts";

/** The number of examples for each combination of truth and prediction. */
export type OutcomeCounts = {
  /** Predicted, and true. */
  readonly truePositives: number;
  /** Predicted, but not true: false alarms. */
  readonly falsePositives: number;
  /** Not predicted, and not true. */
  readonly trueNegatives: number;
  /** Not predicted, but true: misses. */
  readonly falseNegatives: number;
  /** Unknown, because data is missing, whether true or not. Not part of the four counts above. */
  readonly unknown: number;
  /** The part of `unknown` whose truth is positive. */
  readonly unknownPositives: number;
};

/**
 * How often a yes-or-no prediction is right, for one decision, tag or threshold.
 *
 * Unknown examples count as neither right nor wrong predictions. But the positive ones among them were not found, so
 * they are in the denominator of the recall: a policy that is unknown for half of the harmful examples has a recall of
 * at most 0.5. Without unknown examples, all numbers are those of scikit-learn's `precision_recall_fscore_support`.
 */
export type EvaluationMetrics = OutcomeCounts & {
  /**
   * `truePositives / (truePositives + falsePositives)`: the share of right predictions, 0 to 1; `null` if nothing was
   * predicted.
   */
  readonly precision: number | null;
  /**
   * `truePositives / (truePositives + falseNegatives + unknownPositives)`: the share of positive examples that were
   * found, 0 to 1; `null` if there are no positive examples.
   */
  readonly recall: number | null;
  /**
   * The harmonic mean of both, 0 to 1: `2 · truePositives / (2 · truePositives + falsePositives + falseNegatives +
   * unknownPositives)`. `null` if that denominator is 0.
   */
  readonly f1: number | null;
  /** The Wilson interval of the precision (95 %); `null` if the precision is. */
  readonly precisionInterval: ConfidenceInterval | null;
  /** The Wilson interval of the recall (95 %); `null` if the recall is. */
  readonly recallInterval: ConfidenceInterval | null;
};

/** Computes shares and intervals from counts. */
export function computeMetrics(counts: OutcomeCounts): EvaluationMetrics {
  const { truePositives, falsePositives, trueNegatives, falseNegatives, unknown, unknownPositives } = counts;
  const predicted = truePositives + falsePositives;
  const positives = truePositives + falseNegatives + unknownPositives;
  return {
    truePositives,
    falsePositives,
    trueNegatives,
    falseNegatives,
    unknown,
    unknownPositives,
    precision: divide(truePositives, predicted),
    recall: divide(truePositives, positives),
    f1: divide(2 * truePositives, predicted + positives),
    precisionInterval: computeInterval(truePositives, predicted),
    recallInterval: computeInterval(truePositives, positives),
  };
}

/** Divides; `null` if the denominator is 0. */
export function divide(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}
