import type { Decision } from "../policy/verdict.ts";
import type { EvaluationMetrics } from "./evaluation-metrics.ts";
import type { TruthDecision } from "./policy-example.ts";

/** The number of examples for each truth and each decision of the policy. */
export type DecisionMatrix = {
  readonly [Truth in TruthDecision]: { readonly [Given in Decision]: number };
};

/** An example on which the policy and the truth differ. */
export type Disagreement = {
  /** The identifier of the example. */
  readonly id: string;
  /** The right decision; `null` if the example does not say. */
  readonly truth: TruthDecision | null;
  /** The decision of the policy. */
  readonly decision: Decision;
  /**
   * The paths in the policy of the conditions that led to `block` or `review`, or whose data is missing for `unknown`;
   * `[]` for `allow`, and if all data is missing. For sentences, call `decide` on the task again.
   */
  readonly rules: readonly string[];
  /** Tags that apply, and that the policy did not set. */
  readonly missingTags: readonly string[];
  /** Tags that the policy set, and that do not apply. */
  readonly extraTags: readonly string[];
  /** Tags for which data is missing, whether they apply or not. `[]` if the example does not say which tags apply. */
  readonly unknownTags: readonly string[];
};

/**
 * How well a policy decides on examples. Plain data that survives `JSON.stringify`: the same examples and policy give
 * the same text, so that you can store it as a baseline and compare the numbers after a change.
 */
export type Evaluation = {
  /** The number of examples, including those whose truth has neither a decision nor tags. */
  readonly count: number;
  /** The examples whose truth has a decision. */
  readonly matrix: DecisionMatrix;
  /** The metrics of each decision, from the matrix. The verdict `unknown` is unknown in all of them. */
  readonly decisions: {
    /** The decision `block`. An example whose truth is `review` is negative. */
    readonly block: EvaluationMetrics;
    /**
     * The decisions `review` and the stricter `block` together. Both are positive, in the truth and in the decisions of
     * the policy: harm that the policy sends to a reviewer counts as found. `falseNegatives` are the harmful examples
     * that the policy would publish.
     */
    readonly review: EvaluationMetrics;
    /** The decision `allow`. `falsePositives` are the harmful examples that the policy would publish. */
    readonly allow: EvaluationMetrics;
  };
  /**
   * The metrics of each tag of the policy or the examples, in alphabetical order. Counts the examples whose truth has
   * `tags`.
   */
  readonly tags: { readonly [tag: string]: EvaluationMetrics };
  /**
   * The number of all disagreements. If the truth has a decision, an unknown one disagrees with it; if the truth has
   * tags, so does every unknown tag.
   */
  readonly disagreementCount: number;
  /** The first disagreements, in the order of the examples; at most `maxDisagreements`. */
  readonly disagreements: readonly Disagreement[];
};
