import { checkOptions } from "../options/check-options.ts";
import type { Evaluation } from "./evaluation.ts";
import { readVerdictExamples } from "./read-examples.ts";
import type { VerdictExamples } from "./verdict-example.ts";
import { EVALUATE_CHECKS, VerdictTally } from "./verdict-tally.ts";
import type { EvaluateOptions } from "./verdict-tally.ts";

/**
 * Compares verdicts with the truth: those of `HiveVlm.judge`, of a panel, or of your own code.
 *
 * For a policy with conditions on classes, {@link evaluatePolicy} computes the verdicts from stored tasks. Here, `tags`
 * contains only the tags of the examples. Reads the examples one at a time, as {@link evaluatePolicy} does.
 *
 * @throws HiveConfigError if an option is not valid. In that case, no example is read.
 * @throws HiveInputError for the first example that is not valid; the message has its position.
 * @throws the error of the examples, if reading them fails.
 *
 * @example
 * ```ts
 * import { evaluateVerdicts, formatEvaluation } from "@hivekit/core/evaluate";
 * import { definePromptPolicy, HiveVlm } from "@hivekit/core/vlm";
 *
 * const rules = definePromptPolicy({
 *   instructions: "A forum for students.",
 *   categories: { insult: { description: "Insults against a person.", decision: "review" } },
 * });
 * const verdict = await new HiveVlm({ apiKey: "YOUR_SECRET_KEY" }).judge({ text: "Hello" }, rules);
 * const evaluation = await evaluateVerdicts([{ id: "post-1", verdict, truth: "allow" }]);
 * console.log(formatEvaluation(evaluation));
 * ```
 */
export async function evaluateVerdicts(
  examples: VerdictExamples,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  checkOptions<EvaluateOptions>(options, EVALUATE_CHECKS, "evaluateVerdicts");
  const tally = new VerdictTally([], options);
  for await (const { example, truth } of readVerdictExamples(examples, "evaluateVerdicts")) {
    tally.take(example.id, truth, example.verdict);
  }
  return tally.measure();
}
