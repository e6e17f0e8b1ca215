/** Time and chance, so that tests need neither wait nor hope. */
export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number;
  /** Waits, and rejects with the signal's reason as soon as it is aborted. */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>;
  /** A number from 0 to below 1. */
  random(): number;
}

/** The runtime's own. */
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
