import { checkOptions } from "../options/check-options.ts";
import type { Answer } from "./answer.ts";
import { connectModel } from "./ask-model.ts";
import type { AskModel } from "./ask-model.ts";
import { checkQuestion } from "./check-question.ts";
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
  readonly #ask: AskModel;

  /** @throws HiveConfigError if an option is unknown or invalid, or the API key is missing. */
  constructor(options: HiveVlmOptions = {}) {
    checkOptions(options, VLM_CHECKS);
    this.#ask = connectModel(options);
  }

  /**
   * Asks a question and waits for the answer, as a value of the schema.
   *
   * An answer that is cut off, empty, a refusal, or does not fit the schema is a `HiveDecodeError`, never a value. One code
   * fence around the JSON is removed; any other text around it is an error.
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
    checkOptions(options, ASK_CHECKS, "ask");
    return this.#ask(checkQuestion(question), options);
  }
}
