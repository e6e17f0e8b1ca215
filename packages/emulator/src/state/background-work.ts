import { EmulatorEnded } from "../time/epoch.ts";

/** Work that no request waits for: asynchronous tasks and their callbacks. */
export type BackgroundWork = {
  /** Adds work. It must handle its errors, except for `EmulatorEnded`, which is ignored. */
  add(work: Promise<void>): void;
  /** Resolves when no work is left, including work that is added while waiting. */
  idle(): Promise<void>;
};

/** Creates an empty set of background work. */
export function createBackgroundWork(): BackgroundWork {
  const running = new Set<Promise<void>>();
  return {
    add: (work) => {
      const guarded = work
        .catch((error: unknown) => {
          if (!(error instanceof EmulatorEnded)) throw error;
        })
        .finally(() => running.delete(guarded));
      running.add(guarded);
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
