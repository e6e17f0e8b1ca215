import type { EmulatorRateLimit } from "./emulator-project.ts";

/** Counts the submissions of one project. */
export type RateLimiter = {
  /** Takes a place in the current window. @returns whether there was one */
  take(): boolean;
  /** Forgets all submissions. */
  reset(): void;
};

/** A window that slides: at no moment were there more than `requests` submissions in the last `perSeconds`. Refused ones do not count. */
export function createRateLimiter(limit: EmulatorRateLimit | null, now: () => Date): RateLimiter {
  // The moments of the submissions that were let through, the oldest first.
  let moments: number[] = [];
  return {
    take: () => {
      if (limit === null) return true;
      const at = now().getTime();
      const since = at - (limit.perSeconds ?? 1) * 1000;
      moments = moments.filter((moment) => moment > since);
      if (moments.length >= limit.requests) return false;
      moments.push(at);
      return true;
    },
    reset: () => {
      moments = [];
    },
  };
}
