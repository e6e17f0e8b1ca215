import { HiveTimeoutError } from "../error/hive-timeout-error.ts";

/** Ends messages about a request whose outcome is unknown. */
export const MAY_BE_BILLED = "; the request may still be billed";

/** The lifetime of one call: its deadline, and a signal that ends it. */
export type CallScope = {
  /** Aborts when the caller aborts, the deadline passes or the scope is aborted. The call must throw its reason. */
  readonly signal: AbortSignal;
  /** Ends the call; only the first reason counts. */
  readonly abort: (reason: unknown) => void;
  /**
   * Awaits work that may not stop when it is aborted. A call awaits only one such promise at a time.
   *
   * @throws the signal's reason, unchanged.
   */
  readonly race: <Value>(work: Promise<Value>) => Promise<Value>;
  /** The time until the deadline, in milliseconds; `Infinity` once it is lifted. */
  readonly remainingMs: () => number;
  /** Lifts the deadline. */
  readonly liftDeadline: () => void;
  /**
   * Closes the media of the last attempt. Set by each attempt: a `fetch` may respond without having read the media to
   * its end.
   */
  release: () => void;
  /** Clears the timer, removes the listeners from the caller's signals, and closes the media. Ends every call. */
  readonly close: () => void;
  /** Whether Hive may bill the call. Set when a submission is sent, cleared if Hive rejects it. */
  mayBeBilled: boolean;
};

/**
 * Opens the scope of a call.
 *
 * @param options - `timeoutMs`: the deadline in milliseconds, by default none. `startedMs`: the time from which it
 * counts, as a value of `performance.now()`, by default now. `signals`: other signals that end the call.
 */
export function openScope(options: {
  readonly timeoutMs?: number;
  readonly startedMs?: number;
  readonly signals: readonly (AbortSignal | undefined)[];
}): CallScope {
  const now = performance.now();
  const { timeoutMs = Number.POSITIVE_INFINITY, startedMs = now, signals } = options;
  const controller = new AbortController();
  const { signal } = controller;
  let endsAtMs = startedMs + timeoutMs;
  /** Rejects the latest race. A listener of the signal per race would take longer than the race. */
  let rejectRace = (_reason: unknown): void => {};
  const abort = (reason: unknown): void => {
    controller.abort(reason);
    rejectRace(signal.reason);
  };
  const timer =
    timeoutMs < Infinity
      ? setTimeout(
          () => {
            const billing = scope.mayBeBilled ? MAY_BE_BILLED : "";
            const message = `The call timed out after ${timeoutMs} ms${billing}.`;
            abort(new HiveTimeoutError(message, { limit: "deadline", timeoutMs }));
          },
          Math.max(0, endsAtMs - now),
        )
      : undefined;
  const onAbort = (): void => {
    const aborted = signals.find((one) => one?.aborted);
    if (aborted !== undefined) abort(aborted.reason);
  };
  // Linked manually: AbortSignal.any leaks memory on a signal that outlives many calls.
  for (const one of signals) one?.addEventListener("abort", onAbort, { once: true });
  onAbort();
  const scope: CallScope = {
    mayBeBilled: false,
    release: () => {},
    signal,
    abort,
    race: async (work) =>
      new Promise((resolve, reject) => {
        // Runtimes report an abort in different ways, but only after this has rejected with the reason of the scope.
        rejectRace = reject;
        if (signal.aborted) reject(signal.reason);
        work.then(resolve, reject);
      }),
    remainingMs: () => endsAtMs - performance.now(),
    liftDeadline: () => {
      endsAtMs = Number.POSITIVE_INFINITY;
      clearTimeout(timer);
    },
    close: () => {
      clearTimeout(timer);
      for (const one of signals) one?.removeEventListener("abort", onAbort);
      scope.release();
    },
  };
  return scope;
}
