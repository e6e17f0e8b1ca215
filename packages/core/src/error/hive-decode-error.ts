import { HiveError } from "./hive-error.ts";

/**
 * Hive answered 2xx with something that is no reply of the API: not JSON, cut short, without the envelope, of another type; or with
 * more than one of the client's `limits` lets pass, which the message names.
 */
export class HiveDecodeError extends HiveError {
  /** What went wrong, as one word. */
  declare readonly kind: "decode";
  /** Never: making the same call again cannot help, or may be billed twice. */
  declare readonly isRetryable: false;

  /** Where in the reply, as paths such as `status.response.output[3].classes[0].score`; empty where the reply is no JSON. */
  declare readonly paths: readonly string[];
  /** How many bytes of the body had been read when the problem was met; `null` where the body was not read piece by piece. */
  declare readonly byteOffset: number | null;

  /** @param message - One sentence: what failed, why, and what to do next. */
  constructor(
    message: string,
    evidence: { readonly paths?: readonly string[]; readonly byteOffset?: number | null } = {},
  ) {
    super("decode", message, { paths: [], byteOffset: null, ...evidence });
  }
}
