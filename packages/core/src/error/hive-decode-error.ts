import { HiveError } from "./hive-error.ts";

/**
 * Hive responded with 2xx, but the body is not a valid API response: not JSON, cut off, without the envelope, or with
 * a value of an unexpected type. Also thrown if the body exceeds one of the client's `limits`, which the message
 * names, and if the answer of a model is cut off, empty, a refusal, or does not fit its schema.
 */
export class HiveDecodeError extends HiveError {
  /** The kind of the error. */
  declare readonly kind: "decode";
  /** Always `false`: repeating the call may be billed twice. */
  declare readonly isRetryable: false;

  /**
   * The affected values, as paths such as `status.response.output[3].classes[0].score`. A path inside the answer of a
   * model begins with a dot or a bracket, such as `.labels[1]`. Empty if the body is not JSON.
   */
  declare readonly paths: readonly string[];
  /** The number of bytes read when the problem was detected; `null` if the body was not read as a stream. */
  declare readonly byteOffset: number | null;

  /** @param message - One sentence: what failed, why, and what to do next. */
  constructor(
    message: string,
    evidence: { readonly paths?: readonly string[]; readonly byteOffset?: number | null } = {},
  ) {
    super("decode", message, { paths: [], byteOffset: null, ...evidence });
  }
}
