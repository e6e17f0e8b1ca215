import { HiveError } from "./hive-error.ts";

/**
 * The limit that was exceeded: the `deadline` of the call, the `idle` timeout between two chunks of a response, or a
 * timeout of the `runtime`.
 */
export type HiveTimeoutLimit = "deadline" | "idle" | "runtime";

/** A call timed out. Hive may still process and bill the request. */
export class HiveTimeoutError extends HiveError {
  /** The kind of the error. */
  declare readonly kind: "timeout";
  /** Always `false`: repeating the call may be billed twice. */
  declare readonly isRetryable: false;

  /** The limit that was exceeded. */
  declare readonly limit: HiveTimeoutLimit;
  /** The value of that limit, in milliseconds; `null` for a timeout of the runtime, which does not report its value. */
  declare readonly timeoutMs: number | null;

  /** @param message - One sentence: what failed, why, and what to do next. */
  constructor(
    message: string,
    evidence: {
      readonly limit: HiveTimeoutLimit;
      readonly timeoutMs: number | null;
      readonly cause?: unknown;
    },
  ) {
    super("timeout", message, evidence);
  }
}
