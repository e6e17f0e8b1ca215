import { checkOptions } from "../options/check-options.ts";
import type { Verdict } from "../policy/verdict.ts";
import { recordVerdict } from "../transport/call-trace.ts";
import type { Answer } from "./answer.ts";
import { connectModel } from "./ask-model.ts";
import type { ConnectedModel } from "./ask-model.ts";
import { checkJudgeItem } from "./check-content.ts";
import { checkQuestion } from "./check-question.ts";
import type { CheckedQuestion } from "./check-question.ts";
import { requirePromptPolicy } from "./define-prompt-policy.ts";
import { judgeItem } from "./judge-item.ts";
import { JUDGE_CHECKS } from "./judge-options.ts";
import type { JudgeItem, JudgeOptions } from "./judge-options.ts";
import type { PromptPolicy } from "./prompt-policy.ts";
import type { AnyVlmQuestion, TypedVlmQuestion, VlmQuestion } from "./question.ts";
import { ASK_CHECKS, VLM_CHECKS } from "./vlm-option-checks.ts";
import type { AskOptions, HiveVlmOptions } from "./vlm-options.ts";

/**
 * A client for Hive's vision language model, which answers questions about images, videos and texts.
 *
 * The constructor sends nothing. Each question is a new call and is billed by its tokens. Responses are not streamed.
 *
 * @example
 * ```ts
 * import { HiveVlm } from "@hivekit/core/vlm";
 * import * as z from "zod";
 *
 * const vlm = new HiveVlm({ apiKey: "YOUR_SECRET_KEY" });
 * const { value } = await vlm.ask({
 *   prompt: "Is there a dog in the picture?",
 *   url: "https://example.com/photo.jpg",
 *   schema: z.strictObject({ dog: z.boolean() }),
 * });
 * console.log(value.dog);
 * ```
 */
export class HiveVlm {
  readonly #model: ConnectedModel;

  /** @throws HiveConfigError if an option is unknown or invalid, or the API key is missing. */
  constructor(options: HiveVlmOptions = {}) {
    checkOptions(options, VLM_CHECKS);
    this.#model = connectModel(options);
  }

  /**
   * Asks a question and waits for the answer, as a value of the schema.
   *
   * An answer that is cut off, empty, a refusal, or does not fit the schema is a `HiveDecodeError`, never a value. One
   * code fence around the JSON is removed; any other text around it is an error.
   *
   * @throws HiveConfigError if an option is unknown or invalid, or the schema cannot be used. Nothing is sent.
   * @throws HiveInputError if the question is invalid. Nothing is sent.
   * @throws HiveHttpError if the status is not 2xx; 405 is `insufficient_balance`.
   * @throws HiveTaskError if the status is 2xx but the body reports an error.
   * @throws HiveDecodeError if the body is not a valid response with an answer that fits.
   * @throws HiveTimeoutError if the call times out.
   * @throws HiveNetworkError if the connection fails.
   * @throws the signal's reason if the signal aborts.
   *
   * Source: https://docs.thehive.ai/docs/hive-vision-language-model-vlm (read 2026-11-30); see docs/discoveries.md.
   */
  ask<Value>(question: TypedVlmQuestion<Value>, options?: AskOptions): Promise<Answer<Value>>;
  /**
   * Asks a question without a schema. The value is the text of the answer, which may be cut off: see `isCut`.
   *
   * @throws the errors of the other overload.
   */
  ask(question: VlmQuestion & { readonly schema?: undefined }, options?: AskOptions): Promise<Answer<string>>;
  async ask(question: AnyVlmQuestion, options: AskOptions = {}): Promise<Answer<unknown>> {
    const trace = this.#model.startTrace("ask", options, question);
    let checked: CheckedQuestion<unknown>;
    try {
      checkOptions(options, ASK_CHECKS, "ask");
      checked = checkQuestion(question);
    } catch (error) {
      trace?.end({ error });
      throw error;
    }
    return this.#model.ask(checked, options, trace);
  }

  /**
   * Judges content by a prompt policy. The model only answers which categories apply; Hivekit computes the verdict.
   *
   * If an answer is cut off, invalid or a refusal, or lacks a category, the verdict is `unknown`, unless another
   * category applies. The same is true for a GIF or another animated image, because the model may not see all of its
   * frames; that of a URL is not detected. No content can change the instructions or the schema that the model
   * receives. A model that obeys instructions in the content may still answer wrongly: see docs/vlm.md.
   *
   * One image, or one text of up to `textCharacters`, is one call, which is billed. More images, a longer text and
   * `perCategory` need more calls. No call starts once a category that blocks applies, and those in flight are aborted,
   * so `reasons` may not list every category.
   *
   * @param item - An image, several images, a video by its URL, a text, or media with a text.
   * @param policy - See {@link definePromptPolicy}. Without that function, it is checked each time.
   * @returns a verdict such as that of `decide`. Its reasons have the kind `category`, with the indexes of the images,
   * or of the sampled frames, in `frames`, unless one answer is about several of them; it has no tags, scores or times.
   * @throws HiveConfigError if an option or the policy is invalid. Nothing is sent.
   * @throws HiveInputError if the item is invalid, or an image cannot be read. Nothing is sent.
   * @throws the other errors of {@link HiveVlm.ask}, except those about the model's answer.
   */
  async judge(item: JudgeItem, policy: PromptPolicy, options: JudgeOptions = {}): Promise<Verdict> {
    const model = this.#model;
    const trace = model.startTrace("judge", options, item);
    try {
      checkOptions(options, JUDGE_CHECKS, "judge");
      const content = checkJudgeItem(item);
      const { timeoutMs = model.timeoutMs } = options;
      const context = { ...options, ...model, timeoutMs };
      const checked = requirePromptPolicy(policy);
      const verdict = await (trace === undefined
        ? judgeItem(content, checked, context)
        : trace.run(async () => judgeItem(content, checked, context)));
      trace?.end({});
      recordVerdict(model.telemetry, verdict, { source: "vlm" });
      return verdict;
    } catch (error) {
      trace?.end({ error });
      throw error;
    }
  }
}
