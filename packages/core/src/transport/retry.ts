import { isHiveError } from "../error/is-hive-error.ts";
import type { AnyHiveError } from "../error/is-hive-error.ts";
import { NOT_SENT } from "./network-error.ts";

/** The options for automatic retries: their number and their delays. */
export type RetryOptions = {
  /**
   * The maximum number of retries. Range: 0 to 10.
   * @defaultValue 2
   */
  readonly limit?: number | undefined;
  /**
   * The maximum delay before the first retry, in milliseconds. It doubles with each retry. The actual delay is random
   * between 0 and the maximum (full jitter).
   * @defaultValue 500
   */
  readonly minDelayMs?: number | undefined;
  /**
   * The upper limit of the maximum delay, in milliseconds. A `Retry-After` header takes precedence, even if it is
   * longer.
   * @defaultValue 60 000
   */
  readonly maxDelayMs?: number | undefined;
  /**
   * Whether to retry if it is unknown whether Hive processed the request: after a 504, a lost connection, or a timeout
   * of the runtime. The request may then be billed twice.
   * @defaultValue `false`
   */
  readonly unknownOutcome?: boolean | undefined;
};

/** Retry options with all defaults applied. */
export type RetryPolicy = {
  readonly limit: number;
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
  readonly unknownOutcome: boolean;
};

const DEFAULTS: RetryPolicy = { limit: 2, minDelayMs: 500, maxDelayMs: 60_000, unknownOutcome: false };

/**
 * Merges layers of options over the defaults: the client's, then the call's. `false` disables retries; options in a
 * later layer then start from the defaults.
 */
export function resolveRetryPolicy(...layers: readonly (RetryOptions | false | undefined)[]): RetryPolicy {
  let policy: RetryPolicy | null = DEFAULTS;
  for (const layer of layers) {
    if (layer === false) policy = null;
    else if (layer !== undefined) {
      const base: RetryPolicy = policy ?? DEFAULTS;
      policy = {
        limit: layer.limit ?? base.limit,
        minDelayMs: layer.minDelayMs ?? base.minDelayMs,
        maxDelayMs: layer.maxDelayMs ?? base.maxDelayMs,
        unknownOutcome: layer.unknownOutcome ?? base.unknownOutcome,
      };
    }
  }
  return policy ?? { ...DEFAULTS, limit: 0 };
}

/**
 * The outcome of a failed attempt. `rejected`: Hive rejected or did not receive the request. `unknown`: Hive may have
 * processed and billed it. `final`: a retry cannot help.
 */
export type Outcome = "rejected" | "unknown" | "final";

/** Classifies the outcome of an attempt by its error. All decisions about retries depend on it. */
export function classifyOutcome(error: unknown): Outcome {
  // A failed task is the result of a request that succeeded.
  if (!isHiveError(error) || error.kind === "task") return "final";
  if (error.isRetryable) return "rejected";
  return mayBeProcessed(error) ? "unknown" : "final";
}

function mayBeProcessed(error: AnyHiveError): boolean {
  if (error.kind === "network") return !NOT_SENT.has(error);
  // Deadline and idle timeout apply to the call, not to the attempt.
  if (error.kind === "timeout") return error.limit === "runtime";
  return error.kind === "http" && (error.status ?? 0) >= 500;
}

/**
 * Computes the delay before the next attempt, in milliseconds: Hive's `Retry-After`, otherwise exponential back-off
 * with full jitter.
 *
 * @param options - `attempt`: the number of the failed attempt, from 1. `random`: a random number from 0 up to, but
 * not including, 1.
 */
export function retryDelayMs(
  policy: RetryPolicy,
  options: { readonly attempt: number; readonly retryAfterMs: number | null; readonly random: number },
): number {
  if (options.retryAfterMs !== null) return options.retryAfterMs;
  const maxMs = Math.min(policy.maxDelayMs, policy.minDelayMs * 2 ** (options.attempt - 1));
  return Math.round(options.random * maxMs);
}
