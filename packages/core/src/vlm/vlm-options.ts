import type { CallOptions } from "../client/call-options.ts";
import type { HiveClientOptions } from "../client/client-options.ts";

/** The size limits of questions and answers. */
export type VlmLimits = {
  /**
   * The maximum size of each image that is uploaded, in bytes; `null` for no limit. A larger image throws a
   * `HiveInputError` before any request.
   * @defaultValue 20 971 520 (20 MiB): the limit that Hive documents for base64 in other models of v3
   */
  readonly mediaBytes?: number | null | undefined;
  /**
   * The maximum size of a response, in bytes; `null` for no limit. A larger response throws a `HiveDecodeError`.
   * @defaultValue 16 777 216 (16 MiB)
   */
  readonly replyBytes?: number | null | undefined;
};

/**
 * The options of a `HiveVlm`. All are optional if the environment variable `HIVE_API_KEY` is set. The others mean the
 * same as those of `HiveClient`.
 */
export type HiveVlmOptions = Omit<HiveClientOptions, "api" | "limits" | "model"> & {
  /**
   * The model.
   * @defaultValue `"hive/vision-language-model"`
   */
  readonly model?: string | undefined;
  /** The size limits of questions and answers. */
  readonly limits?: VlmLimits | undefined;
};

/** The options of one question. They take precedence over those of the `HiveVlm`. */
export type AskOptions = Omit<CallOptions, "metadata" | "model" | "params"> & {
  /**
   * The model.
   * @defaultValue that of the `HiveVlm`
   */
  readonly model?: string | undefined;
  /**
   * Further parameters of the model, as a JSON object, such as `{ temperature: 0, top_p: 0.1, top_k: 1 }`. Parameters
   * that the client sets, such as `max_tokens`, are not allowed, nor are `stream` and `n`.
   */
  readonly params?: Readonly<Record<string, unknown>> | undefined;
};
