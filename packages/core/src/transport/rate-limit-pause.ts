import { HiveHttpError } from "../error/hive-http-error.ts";
import type { CallScope } from "./call-scope.ts";
import type { Clock } from "./clock.ts";

/** The longest spread of the calls that a pause held back, in milliseconds: they must not all go at once. */
const SPREAD_MS = 250;

/**
 * The pause of a client after a 429: Hive's limit is the project's, so what one call was told holds for all.
 */
export class RateLimitPause {
  readonly #clock: Clock;
  /** When the pause ends, in milliseconds since 1970. Set by a 429, never shortened. */
  #endsAtMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Holds back new attempts from now on. */
  extend(delayMs: number): void {
    this.#endsAtMs = Math.max(this.#endsAtMs, this.#clock.nowMs() + delayMs);
  }

  /**
   * Waits until the pause is over.
   *
   * @returns how long it waited, in milliseconds.
   * @throws HiveHttpError at once, if the pause is longer than what is left of the call's deadline.
   * @throws the scope's reason, if it ends meanwhile.
   */
  async wait(scope: CallScope): Promise<number> {
    let waitedMs = 0;
    for (;;) {
      const leftMs = this.#endsAtMs - this.#clock.nowMs();
      if (leftMs <= 0) return waitedMs;
      if (leftMs >= scope.remainingMs()) throw heldBack(leftMs);
      const delayMs = leftMs + Math.round(this.#clock.random() * Math.min(SPREAD_MS, leftMs));
      await this.#clock.sleep(delayMs, scope.signal);
      waitedMs += delayMs;
    }
  }
}

function heldBack(retryAfterMs: number): HiveHttpError {
  return new HiveHttpError(
    `Nothing was sent: Hive's pause of ${Math.ceil(retryAfterMs)} ms outlasts the deadline; wait for it.`,
    { status: 429, retryAfterMs, hiveCode: null, hiveMessage: null },
  );
}
