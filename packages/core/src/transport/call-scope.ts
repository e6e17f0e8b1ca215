import { HiveTimeoutError } from "../error/hive-timeout-error.ts";

/** Ends messages about a request whose outcome is unknown. */
export const MAY_BE_BILLED = "; the request may still be billed";

/** The lifetime of one call: its deadline, and a signal that ends it. */
export type CallScope = {
  /** Aborts when the caller aborts, the deadline passes or the scope is aborted. The call must throw its reason. */
  readonly signal: AbortSignal;
  /** Ends the call; only the first reason counts. */
  readonly abort: (reason: unknown) => void;
  /** The time until the deadline, in milliseconds; `Infinity` once it is lifted. */
  readonly remainingMs: () => number;
  /** Lifts the deadline. */
  readonly liftDeadline: () => void;
  /** Clears the timer and removes the listeners from the caller's signals. Must be called at the end of the call. */
  readonly close: () => void;
  /** Whether Hive may bill the call. Set when a submission is sent, cleared if Hive rejects it. */
  mayBeBilled: boolean;
};

/**
 * Opens the scope of a call.
 *
 * @param options - `timeoutMs`: the deadline in milliseconds from now. `signals`: other signals that end the call.
 */
export function openScope(options: {
  readonly timeoutMs: number;
  readonly signals: readonly (AbortSignal | undefined)[];
}): CallScope {
  const { timeoutMs } = options;
  const controller = new AbortController();
  let endsAtMs = performance.now() + timeoutMs;
  const abort = (reason: unknown): void => controller.abort(reason);
  const timer = setTimeout(() => {
    const billing = scope.mayBeBilled ? MAY_BE_BILLED : "";
    const message = `The call timed out after ${timeoutMs} ms${billing}.`;
    abort(new HiveTimeoutError(message, { limit: "deadline", timeoutMs }));
  }, timeoutMs);
  // Linked manually: AbortSignal.any leaks memory on a signal that outlives many calls.
  const unlink = linkSignals(options.signals, abort);
  const scope: CallScope = {
    mayBeBilled: false,
    signal: controller.signal,
    abort,
    remainingMs: () => endsAtMs - performance.now(),
    liftDeadline: () => {
      endsAtMs = Number.POSITIVE_INFINITY;
      clearTimeout(timer);
    },
    close: () => {
      clearTimeout(timer);
      unlink();
    },
  };
  return scope;
}

/**
 * Calls `abort` with the reason of the first signal that aborts.
 *
 * @returns a function that removes the listeners.
 */
export function linkSignals(
  signals: readonly (AbortSignal | undefined)[],
  abort: (reason: unknown) => void,
): () => void {
  const unlinks = signals.map((signal) => link(signal, abort));
  return () => {
    for (const unlink of unlinks) unlink();
  };
}

function link(signal: AbortSignal | undefined, abort: (reason: unknown) => void): () => void {
  const onAbort = (): void => abort(signal?.reason);
  if (signal?.aborted === true) onAbort();
  else signal?.addEventListener("abort", onAbort, { once: true });
  return () => signal?.removeEventListener("abort", onAbort);
}

/**
 * Awaits a promise until the signal aborts. Use it for work that may not stop when it is aborted.
 *
 * @throws the signal's reason, unchanged.
 */
export async function raceSignal<Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> {
  let unlink = (): void => {};
  try {
    return await Promise.race([
      work,
      new Promise<never>((_resolve, reject) => {
        unlink = link(signal, reject);
      }),
    ]);
  } catch (error) {
    // Runtimes report an abort in different ways; only its reason matters.
    if (signal.aborted) throw signal.reason;
    throw error;
  } finally {
    unlink();
  }
}
