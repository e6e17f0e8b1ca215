/** Time and randomness, replaceable in tests. */
export interface Clock {
  /** Returns the current time, in milliseconds since 1970. */
  nowMs(): number;
  /** Waits. Rejects with the signal's reason when it aborts. */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>;
  /** Returns a random number from 0 up to, but not including, 1. */
  random(): number;
}

/** The clock of the runtime. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  random: () => Math.random(),
  sleep: (delayMs, signal) =>
    new Promise((resolve, reject) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", wake);
        if (signal.aborted) reject(signal.reason);
        else resolve();
      };
      const timer = setTimeout(wake, delayMs);
      if (signal.aborted) wake();
      else signal.addEventListener("abort", wake, { once: true });
    }),
};
