import { HiveError } from "./hive-error.ts";

/** Whose limit passed: the call's `deadline`, the `idle` limit between two pieces of a reply, or the `runtime`'s own. */
export type HiveTimeoutLimit = "deadline" | "idle" | "runtime";

/** A time limit passed. Hive may have done the work, and billed it, all the same. */
export class HiveTimeoutError extends HiveError {
  /** What went wrong, as one word. */
  declare readonly kind: "timeout";
  /** Never: making the same call again cannot help, or may be billed twice. */
  declare readonly isRetryable: false;

  /** Whose limit passed. */
  declare readonly limit: HiveTimeoutLimit;
  /** That limit, in milliseconds; `null` where the runtime does not tell its own. */
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
