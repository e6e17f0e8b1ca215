/** Lets jobs run, so many at a time, in the order in which they came. */
export type Turns = {
  /** Runs the job when it is its turn. One whose signal is aborted before that never runs: it rejects with the signal's reason. */
  run<Result>(job: () => Promise<Result>, signal: AbortSignal): Promise<Result>;
};

/** @param limit - how many run at a time: a browser opens few connections to one host, and the page needs some itself. */
export function createTurns(limit: number): Turns {
  const waiting: (() => void)[] = [];
  let running = 0;
  const next = (): void => {
    while (running < limit) {
      const start = waiting.shift();
      if (start === undefined) return;
      running += 1;
      start();
    }
  };
  return {
    run: async (job, signal) => {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        next();
      });
      try {
        signal.throwIfAborted();
        return await job();
      } finally {
        running -= 1;
        next();
      }
    },
  };
}
