import { checkOptions } from "../options/check-options.ts";
import { decide } from "../policy/decide.ts";
import { definePolicy } from "../policy/define-policy.ts";
import type { Policy } from "../policy/policy.ts";
import type { Evaluation } from "./evaluation.ts";
import { readExamples } from "./read-examples.ts";
import type { PolicyExamples } from "./policy-example.ts";
import { EVALUATE_CHECKS, VerdictTally } from "./verdict-tally.ts";
import type { EvaluateOptions } from "./verdict-tally.ts";

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
  checkOptions<EvaluateOptions>(options, EVALUATE_CHECKS, "evaluatePolicy");
  const checked = definePolicy(policy);
  const tally = new VerdictTally(Object.keys(checked.tags ?? {}), options);
  for await (const { example, truth } of readExamples(examples, "evaluatePolicy")) {
    tally.take(example.id, truth, decide(example.task, checked));
  }
  return tally.measure();
}
