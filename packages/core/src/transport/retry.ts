import { isHiveError } from "../error/hive-error.ts";

/** How often, and after which pauses, a request is made again. */
export type RetryOptions = {
  /**
   * The most attempts after the first one. 0 to 10.
   * @defaultValue 2
   */
  readonly limit?: number | undefined;
  /**
   * The longest first pause, in milliseconds; it doubles with each further attempt, and the real pause is drawn between 0 and it.
   * @defaultValue 500
   */
  readonly minDelayMs?: number | undefined;
  /**
   * The longest pause of our own, in milliseconds. A `Retry-After` of Hive's is kept even if it is longer.
   * @defaultValue 60 000
   */
  readonly maxDelayMs?: number | undefined;
  /**
   * Also retries where nobody knows whether Hive did the work: 504, a connection that was lost, a time limit of the runtime's.
   * The work may then be billed twice.
   * @defaultValue `false`
   */
  readonly unknownOutcome?: boolean | undefined;
};

/** What the engine reads: everything is there. */
export type RetryPolicy = {
  readonly limit: number;
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
  readonly unknownOutcome: boolean;
};

const DEFAULTS: RetryPolicy = { limit: 2, minDelayMs: 500, maxDelayMs: 60_000, unknownOutcome: false };

/** Puts the call's options over the client's, and both over the defaults. `false` is no retry; options over it begin anew. */
export function retryPolicy(...layers: readonly (RetryOptions | false | undefined)[]): RetryPolicy {
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
 * What is known of the work after a failed attempt. `refused`: Hive said no, or never heard of it. `unknown`: it may have been
 * done, and billed. `final`: trying again cannot help.
 */
export type Outcome = "refused" | "unknown" | "final";

/** The one place that decides what an error says of the work. */
export function outcomeOf(error: unknown): Outcome {
  if (!isHiveError(error)) return "final";
  const { kind } = error;
  if (kind === "network") return error.isRetryable ? "refused" : "unknown";
  // Our own limits stand above all attempts.
  if (kind === "timeout") return error.limit === "runtime" ? "unknown" : "final";
  if (kind !== "http") return "final";
  if (error.isRetryable) return "refused";
  return error.status !== null && error.status >= 500 ? "unknown" : "final";
}

/**
 * The pause before the next attempt, in milliseconds: what Hive asks for, else exponential with full jitter.
 *
 * @param attempt - The attempt that failed, from 1.
 * @param random - From 0 to below 1.
 */
export function retryDelayMs(
  policy: RetryPolicy,
  options: { readonly attempt: number; readonly retryAfterMs: number | null; readonly random: number },
): number {
  if (options.retryAfterMs !== null) return options.retryAfterMs;
  const longestMs = Math.min(policy.maxDelayMs, policy.minDelayMs * 2 ** (options.attempt - 1));
  return Math.round(options.random * longestMs);
}
