import { HiveError } from "./hive-error.ts";

/** Whose limit passed: the call's `deadline`, the `idle` limit between two pieces of a reply, or the `runtime`'s own. */
export type HiveTimeoutLimit = "deadline" | "idle" | "runtime";

/** A time limit passed. Hive may have done the work, and billed it, all the same. */
export class HiveTimeoutError extends HiveError {
  /** What went wrong, as one word. */
  readonly kind = "timeout";
  /** Never: making the same call again cannot help, or may be billed twice. */
  readonly isRetryable = false;

  /** Whose limit passed. */
  readonly limit: HiveTimeoutLimit;
  /** That limit, in milliseconds; `null` where the runtime does not tell its own. */
  readonly timeoutMs: number | null;

  /** @param message - One sentence: what failed, why, and what to do next. */
  constructor(
    message: string,
    evidence: {
      readonly limit: HiveTimeoutLimit;
      readonly timeoutMs: number | null;
      readonly cause?: unknown;
    },
  ) {
    super("HiveTimeoutError", message, evidence.cause);
    this.limit = evidence.limit;
    this.timeoutMs = evidence.timeoutMs;
  }
}
