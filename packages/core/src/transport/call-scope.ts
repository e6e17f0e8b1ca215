import { HiveTimeoutError } from "../error/hive-timeout-error.ts";

/** The life of one call: a signal that ends it, and why. */
export type CallScope = {
  /** Aborts when the caller aborts, the deadline passes or the scope is aborted; its reason is what the call must throw. */
  readonly signal: AbortSignal;
  /** Ends the call; only the first reason counts. */
  readonly abort: (reason: unknown) => void;
  /** What is left of the deadline, in milliseconds; `Infinity` once it was lifted. */
  readonly remainingMs: () => number;
  /** Lifts the deadline: what comes now may take its time. */
  readonly liftDeadline: () => void;
  /** Clears the timer and lets go of the caller's signals. Must be called once the call is over. */
  readonly close: () => void;
};

/**
 * Begins a call.
 *
 * @param options - `timeoutMs`: the deadline, from now, in milliseconds. `signals`: whatever else may end the call.
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
    abort(
      new HiveTimeoutError(
        `Hive's reply was not there within ${timeoutMs} ms; the work may have been billed all the same.`,
        { limit: "deadline", timeoutMs },
      ),
    );
  }, timeoutMs);
  // Linked by hand: AbortSignal.any keeps memory on a signal that outlives many calls.
  const unlink = linkSignals(options.signals, abort);
  return {
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
}

/**
 * Calls `abort` with the reason of the first signal that is aborted.
 *
 * @returns a function that lets go of the signals.
 */
export function linkSignals(
  signals: readonly (AbortSignal | undefined)[],
  abort: (reason: unknown) => void,
): () => void {
  const unlinks = signals.map((signal) => (signal === undefined ? () => {} : link(signal, abort)));
  return () => {
    for (const unlink of unlinks) unlink();
  };
}

function link(signal: AbortSignal, abort: (reason: unknown) => void): () => void {
  if (signal.aborted) {
    abort(signal.reason);
    return () => {};
  }
  const onAbort = (): void => abort(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  return () => signal.removeEventListener("abort", onAbort);
}

/**
 * Waits for a promise no longer than the signal lives. For work that cannot be relied upon to end by itself when it is aborted.
 *
 * @throws the signal's reason, as it is.
 */
export async function whileAlive<Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> {
  let unlink = (): void => {};
  try {
    return await Promise.race([
      work,
      new Promise<never>((_resolve, reject) => {
        unlink = link(signal, reject);
      }),
    ]);
  } catch (error) {
    // An abort reaches us as errors of many forms; what counts is why it happened.
    if (signal.aborted) throw signal.reason;
    throw error;
  } finally {
    unlink();
  }
}
