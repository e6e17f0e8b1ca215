import { EmulatorEnded, type Epoch } from "./epoch.ts";

/**
 * Runs work with a signal that also aborts when the emulator is reset or closed.
 *
 * @param options.signal - also aborts the work; absent if only a reset or a close ends it.
 * @throws the errors of the work. After a reset or a close, the reason of its signal is EmulatorEnded.
 */
export async function endWithEpoch<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { epoch, signal }: { readonly epoch: Epoch; readonly signal?: AbortSignal },
): Promise<T> {
  const stop = new AbortController();
  const stopListening = epoch.onEnd(() => stop.abort(new EmulatorEnded()));
  try {
    return await work(signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]));
  } finally {
    stopListening();
  }
}
