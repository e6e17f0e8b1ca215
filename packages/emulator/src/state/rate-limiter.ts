import type { EmulatorRateLimit } from "./emulator-project.ts";

/** The rate limiter of one project. */
export type RateLimiter = {
  /** Counts a submission if it is within the limit. @returns whether it is */
  take(): boolean;
  /** Forgets all submissions. */
  reset(): void;
};

/**
 * Creates a rate limiter with a sliding window: it never accepts more than `requests` submissions within `perSeconds`.
 * Rejected submissions do not count.
 *
 * @param now - Returns a time in milliseconds.
 */
export function createRateLimiter(limit: EmulatorRateLimit | null, now: () => number): RateLimiter {
  // The times of the accepted submissions in the window, oldest first.
  let acceptedMs: number[] = [];
  return {
    take: () => {
      if (limit === null) return true;
      const nowMs = now();
      const windowStartMs = nowMs - (limit.perSeconds ?? 1) * 1000;
      acceptedMs = acceptedMs.filter((timeMs) => timeMs > windowStartMs);
      if (acceptedMs.length >= limit.requests) return false;
      acceptedMs.push(nowMs);
      return true;
    },
    reset: () => {
      acceptedMs = [];
    },
  };
}
