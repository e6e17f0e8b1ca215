/** Runs a limited number of jobs at once, in the order in which they were added. */
export type ConcurrencyLimit = {
  /**
   * Runs the job when a slot is free. If the signal aborts before that, the job never runs, and the promise rejects
   * with the signal's reason.
   */
  run<Result>(job: () => Promise<Result>, signal: AbortSignal): Promise<Result>;
};

/** @param limit - the number of jobs that run at once. */
export function createConcurrencyLimit(limit: number): ConcurrencyLimit {
  const queued: (() => void)[] = [];
  let running = 0;
  const startNext = (): void => {
    while (running < limit) {
      const start = queued.shift();
      if (start === undefined) return;
      running += 1;
      start();
    }
  };
  return {
    run: async (job, signal) => {
      await new Promise<void>((resolve) => {
        queued.push(resolve);
        startNext();
      });
      try {
        signal.throwIfAborted();
        return await job();
      } finally {
        running -= 1;
        startNext();
      }
    },
  };
}
