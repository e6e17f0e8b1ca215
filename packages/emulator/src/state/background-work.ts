import { EmulatorEnded } from "../time/epoch.ts";

/** What goes on while no request waits for it: asynchronous tasks and their callbacks. */
export type BackgroundWork = {
  /** Adds work. It must deal with its own errors; that the emulator was reset is none. */
  add(work: Promise<void>): void;
  /** Resolves when there is none left, whatever was added meanwhile included. */
  idle(): Promise<void>;
};

/** Begins without work. */
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
