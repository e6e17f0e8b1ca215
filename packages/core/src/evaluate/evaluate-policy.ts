import { checkOptions, wholeNumber } from "../options/check-options.ts";
import { decide } from "../policy/decide.ts";
import { definePolicy } from "../policy/define-policy.ts";
import type { Policy } from "../policy/policy.ts";
import type { Decision, Verdict } from "../policy/verdict.ts";
import type { DecisionMatrix, Disagreement, Evaluation } from "./evaluation.ts";
import { computeMetrics } from "./evaluation-metrics.ts";
import type { EvaluationMetrics } from "./evaluation-metrics.ts";
import { readExamples } from "./policy-example.ts";
import type { KnownTruth, PolicyExamples, TruthDecision } from "./policy-example.ts";
import { TagTally } from "./tag-tally.ts";

const MAX_DISAGREEMENTS = 1000;

/** The options of {@link evaluatePolicy}. */
export type EvaluateOptions = {
  /** The maximum number of disagreements to keep; a whole number of at least 0. @defaultValue 1000 */
  readonly maxDisagreements?: number | undefined;
};

/**
 * Compares the verdicts of a policy with the truth.
 *
 * Reads the examples one at a time, and keeps only counts and the first disagreements. So memory does not grow with
 * their number if they come from a generator.
 *
 * @throws HiveConfigError if the policy or an option is not valid. In that case, no example is read.
 * @throws HiveInputError for the first example that is not valid; the message has its position.
 * @throws the error of the examples, if reading them fails.
 *
 * @example
 * ```ts
 * import { HiveClient } from "@hivekit/core";
 * import { evaluatePolicy, formatEvaluation } from "@hivekit/core/evaluate";
 * import { definePolicy } from "@hivekit/core/policy";
 *
 * const policy = definePolicy({ block: { yes_smoking: 0.9 } });
 * const hive = new HiveClient({ apiKey: "YOUR_KEY" });
 * const task = await hive.classify({ url: "https://example.com/photo.jpg" });
 * const evaluation = await evaluatePolicy(policy, [{ id: "photo-1", task, truth: "allow" }]);
 * console.log(formatEvaluation(evaluation));
 * ```
 */
export async function evaluatePolicy(
  policy: Policy,
  examples: PolicyExamples,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  checkOptions<EvaluateOptions>(options, { maxDisagreements: wholeNumber(0) }, "evaluatePolicy");
  const { maxDisagreements = MAX_DISAGREEMENTS } = options;
  const checked = definePolicy(policy);
  const matrix = createMatrix();
  const tags = new TagTally(Object.keys(checked.tags ?? {}));
  const disagreements: Disagreement[] = [];
  let count = 0;
  let disagreementCount = 0;
  for await (const { example, truth } of readExamples(examples, "evaluatePolicy")) {
    const verdict = decide(example.task, checked);
    count++;
    if (truth.decision !== null) matrix[truth.decision][verdict.decision]++;
    if (truth.tags !== null) tags.take(truth.tags, verdict);
    const difference = compare(truth, verdict);
    if (difference === null) continue;
    disagreementCount++;
    if (disagreements.length < maxDisagreements) disagreements.push({ id: example.id, ...difference });
  }
  return {
    count,
    matrix,
    decisions: {
      block: measureDecision(matrix, ["block"]),
      review: measureDecision(matrix, ["review", "block"]),
      allow: measureDecision(matrix, ["allow"]),
    },
    tags: tags.measure(),
    disagreementCount,
    disagreements,
  };
}

function createMatrix(): Record<TruthDecision, Record<Decision, number>> {
  const row = { block: 0, review: 0, unknown: 0, allow: 0 };
  return { block: { ...row }, review: { ...row }, allow: { ...row } };
}

/** Describes how a verdict differs from the truth; `null` if it does not. */
function compare(truth: KnownTruth, verdict: Verdict): Omit<Disagreement, "id"> | null {
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

function listRules({ decision, reasons, unevaluated }: Verdict): readonly string[] {
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
