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
    signal.throwIfAborted();
    let end = (): void => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const timer = setTimeout(end, delayMs);
    signal.addEventListener("abort", end);
    await ended;
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
    signal.throwIfAborted();
  },
};
