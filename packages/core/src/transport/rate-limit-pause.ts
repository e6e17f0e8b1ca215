import { HiveHttpError } from "../error/hive-http-error.ts";
import type { CallScope } from "./call-scope.ts";
import type { Clock } from "./clock.ts";

/** The maximum additional delay of a call after a pause, in milliseconds, so that not all calls are sent at once. */
const SPREAD_MS = 250;

/** The pause of a client after a 429. Hive's rate limit applies to the project, so the pause applies to all calls. */
export class RateLimitPause {
  readonly #clock: Clock;
  /** The end of the pause, in milliseconds since 1970. Set by a 429, never shortened. */
  #endsAtMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Delays new attempts. */
  extend(delayMs: number): void {
    this.#endsAtMs = Math.max(this.#endsAtMs, this.#clock.nowMs() + delayMs);
  }

  /**
   * Waits for the end of the pause.
   *
   * @returns the time waited, in milliseconds.
   * @throws HiveHttpError immediately, if the pause exceeds the call's deadline.
   * @throws the scope's reason, if it is aborted.
   */
  async wait(scope: CallScope): Promise<number> {
    let waitedMs = 0;
    for (;;) {
      const leftMs = this.#endsAtMs - this.#clock.nowMs();
      if (leftMs <= 0) return waitedMs;
      if (leftMs >= scope.remainingMs()) throw rateLimited(leftMs);
      const delayMs = leftMs + Math.round(this.#clock.random() * Math.min(SPREAD_MS, leftMs));
      await this.#clock.sleep(delayMs, scope.signal);
      waitedMs += delayMs;
    }
  }
}

function rateLimited(retryAfterMs: number): HiveHttpError {
  return new HiveHttpError(
    `Nothing was sent: the rate limit lasts ${Math.ceil(retryAfterMs)} ms, longer than the deadline.`,
    { status: 429, retryAfterMs, hiveCode: null, hiveMessage: null },
  );
}
