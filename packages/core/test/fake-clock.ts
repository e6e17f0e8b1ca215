import type { Clock } from "../src/transport/clock.ts";

/**
 * Creates a clock on which time passes only by sleeping, which returns immediately. `slept` lists the delays in
 * milliseconds.
 */
export function fakeClock(
  options: { readonly random?: number; readonly neverWakes?: boolean } = {},
): Clock & { readonly slept: number[] } {
  let nowMs = 1_000_000;
  const slept: number[] = [];
  return {
    slept,
    nowMs: () => nowMs,
    random: () => options.random ?? 0,
    sleep: async (delayMs, signal) => {
      signal.throwIfAborted();
      slept.push(delayMs);
      nowMs += delayMs;
      if (options.neverWakes === true) {
        await new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
        });
      }
    },
  };
}
