import { EmulatorEnded, type Epoch } from "./epoch.ts";

/**
 * Resolves after a number of milliseconds. When the signal aborts, it may resolve early; it does not have to reject.
 */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** Sleeps with the runtime's timers. */
export const realSleep: Sleep = (ms, signal) =>
  new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener("abort", finish, { once: true });
  });

/**
 * Waits for a number of milliseconds, or endlessly.
 *
 * @param ms - `null` waits until the signal aborts or the epoch ends.
 * @throws the signal's reason when it aborts; EmulatorEnded when the emulator is reset or closed. After a close, an
 * endless wait rejects immediately.
 */
export async function pause(
  ms: number | null,
  options: { readonly signal: AbortSignal; readonly epoch: Epoch; readonly sleep: Sleep },
): Promise<void> {
  const { signal, epoch, sleep } = options;
  signal.throwIfAborted();
  if (ms === null && epoch.isClosed) throw new EmulatorEnded();
  const stop = new AbortController();
  let fail: (reason: unknown) => void = () => undefined;
  const ended = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const onAbort = (): void => fail(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  const stopListening = epoch.onEnd(() => fail(new EmulatorEnded()));
  try {
    await (ms === null ? ended : Promise.race([sleep(ms, stop.signal), ended]));
  } finally {
    signal.removeEventListener("abort", onAbort);
    stopListening();
    stop.abort();
  }
}
