import { HiveError } from "./hive-error.ts";

/** Hive answered 2xx with something that is no reply of the API: not JSON, cut short, without the envelope, of another type. */
export class HiveDecodeError extends HiveError {
  /** What went wrong, as one word. */
  readonly kind = "decode";
  /** Never: making the same call again cannot help, or may be billed twice. */
  readonly isRetryable = false;

  /** Where in the reply, as paths such as `status.response.output[3].classes[0].score`; empty where the reply is no JSON. */
  readonly paths: readonly string[];
  /** How many bytes of the body had been read when the problem was met; `null` where the body was not read piece by piece. */
  readonly byteOffset: number | null;

  /** @param message - One sentence: what failed, why, and what to do next. */
  constructor(
    message: string,
    evidence: { readonly paths?: readonly string[]; readonly byteOffset?: number | null } = {},
  ) {
    super("HiveDecodeError", message);
    this.paths = evidence.paths ?? [];
    this.byteOffset = evidence.byteOffset ?? null;
  }
}
