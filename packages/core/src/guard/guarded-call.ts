import { openScope } from "../transport/call-scope.ts";
import { callSafely } from "../transport/logger.ts";
import type { AttemptInfo } from "../transport/attempt-info.ts";
import { isObject, isPlainObject } from "../value/is-object.ts";
import type { BudgetReservation } from "./budget.ts";
import { MAX_USD } from "./money.ts";

/** What a call to Hive cost. */
export type CallResult = {
  /** The charge of the answers, in US dollars. */
  readonly chargeUsd: number;
  /** The number of attempts that this charge covers: those with an answer. */
  readonly answerCount: number;
};

/** The settings of a guarded call. */
export type GuardedCallOptions = {
  /** What each attempt with an unknown outcome may have cost, in US dollars. */
  readonly attemptUsd: number;
  /** When they end, the call no longer waits for the store. */
  readonly limits: CallLimits;
  /** Called if the store fails after the call was sent. Its errors are ignored. */
  readonly onError: ((error: unknown) => void) | undefined;
};

/** A call whose amount is reserved. It settles the reservation by the attempts that the client reports. */
export class GuardedCall {
  readonly #reservation: BudgetReservation;
  readonly #options: GuardedCallOptions;
  /** The number of attempts that may be billed and are not retried. */
  #openCount = 0;
  /** Set when the reservation is settled. Attempts of calls that were aborted may be reported later. */
  #isEnded = false;
  /** The changes that the store has not confirmed. */
  readonly #pending = new Set<Promise<void>>();

  constructor(reservation: BudgetReservation, options: GuardedCallOptions) {
    this.#reservation = reservation;
    this.#options = options;
  }

  /** Whether an attempt may be billed. A result without such an attempt comes from a cache. */
  get wasSent(): boolean {
    return this.#openCount > 0;
  }

  /** Records an attempt. If an attempt may be billed and is retried, the budget counts one more estimate. */
  track({ mayBeBilled, willRetry }: AttemptInfo): void {
    if (!mayBeBilled) return;
    if (!willRetry && !this.#isEnded) this.#openCount++;
    else this.#store(this.#reservation.adjust({ unknownUsd: this.#options.attemptUsd }));
  }

  /** Settles the reservation. Never rejects. Attempts without an answer have an unknown outcome. */
  async end({ chargeUsd, answerCount }: CallResult): Promise<void> {
    if (this.#isEnded) return;
    this.#isEnded = true;
    const unknownUsd = Math.max(0, this.#openCount - answerCount) * this.#options.attemptUsd;
    // A larger amount would be rejected, and its estimate would stay reserved.
    const outcome = { chargeUsd: Math.min(chargeUsd, MAX_USD), unknownUsd: Math.min(unknownUsd, MAX_USD) };
    this.#store(this.#reservation.settle(outcome));
    await this.#wait(this.#options.limits);
  }

  /**
   * Adds to the charge after the end. Never rejects.
   *
   * @param limits - Those of the call that returned the charge.
   */
  async correct(changeUsd: number, limits: CallLimits): Promise<void> {
    this.#store(this.#reservation.adjust({ chargeUsd: Math.min(changeUsd, MAX_USD) }));
    await this.#wait(limits);
  }

  /** Waits until the store has confirmed all changes. */
  async #wait({ signal, timeoutMs = Infinity, startedMs }: CallLimits): Promise<void> {
    const scope = openScope({ timeoutMs, startedMs, signals: [signal] });
    await scope.race(Promise.all(this.#pending)).catch(() => {});
    scope.close();
  }

  #store(work: Promise<void>): void {
    const { onError } = this.#options;
    // A result that was billed must not be lost because of the store.
    const change: Promise<void> = work
      .catch((error: unknown) => void callSafely(() => onError?.(error)))
      .finally(() => this.#pending.delete(change));
    this.#pending.add(change);
  }
}

/**
 * Returns the options of a call with one more `onAttempt`, which runs before the caller's. Returns invalid options
 * unchanged: the client rejects them.
 */
export function withOnAttempt<Options extends object>(
  options: Options,
  onAttempt: (attempt: AttemptInfo) => void,
): Options {
  if (!isPlainObject(options)) return options;
  const given: unknown = options["onAttempt"];
  if (given !== undefined && typeof given !== "function") return options;
  return {
    ...options,
    onAttempt: (attempt: AttemptInfo): unknown => {
      onAttempt(attempt);
      return Reflect.apply(given ?? (() => {}), undefined, [attempt]);
    },
  };
}

/** The signal and the deadline of a call. */
export type CallLimits = {
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number | undefined;
  /** The start of the call, as a value of `performance.now()`. */
  readonly startedMs: number;
};

/** Returns the limits of a call that starts now. Ignores invalid ones: the client rejects them. */
export function readLimits(options: unknown): CallLimits {
  const { signal, timeoutMs }: { readonly [key: string]: unknown } = isPlainObject(options) ? options : {};
  return {
    startedMs: performance.now(),
    signal: isAbortSignal(signal) ? signal : undefined,
    timeoutMs: typeof timeoutMs === "number" && timeoutMs > 0 && timeoutMs < Infinity ? timeoutMs : undefined,
  };
}

/** Checks only the shape: the signal may be that of another realm or a polyfill. */
function isAbortSignal(value: unknown): value is AbortSignal {
  return isObject(value) && "aborted" in value && "addEventListener" in value;
}
