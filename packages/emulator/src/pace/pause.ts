import { EmulatorEnded, type Epoch } from "../state/epoch.ts";

/** Waits so many milliseconds, or less when the signal aborts; it need not reject then. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** The time that passes on this machine. */
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
 * Waits: for some milliseconds, or for ever.
 *
 * @param ms - `null` for ever.
 * @throws the signal's reason when it aborts; EmulatorEnded at a reset or close, and after a close at once instead of for ever.
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
  const forget = epoch.onEnd(() => fail(new EmulatorEnded()));
  try {
    await (ms === null ? ended : Promise.race([sleep(ms, stop.signal), ended]));
  } finally {
    signal.removeEventListener("abort", onAbort);
    forget();
    stop.abort();
  }
}
