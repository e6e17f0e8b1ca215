import { openScope } from "./call-scope.ts";

/** Time and randomness, replaceable in tests. */
export interface Clock {
  /** Returns the time since some start, in milliseconds. It never goes back, unlike the wall clock. */
  nowMs(): number;
  /** Waits. Rejects with the signal's reason when it aborts. */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>;
  /** Returns a random number from 0 up to, but not including, 1. */
  random(): number;
}

/** The clock of the runtime. */
export const systemClock: Clock = {
  nowMs: () => performance.now(),
  random: () => Math.random(),
  sleep: async (delayMs, signal) => {
    const scope = openScope({ signals: [signal] });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const delay = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, delayMs);
    });
    await scope.race(delay).finally(() => {
      clearTimeout(timer);
      scope.close();
    });
  },
};
