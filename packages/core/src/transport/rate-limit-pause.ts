import { HiveHttpError } from "../error/hive-http-error.ts";
import type { CallScope } from "./call-scope.ts";
import type { Clock } from "./clock.ts";

/** The maximum additional delay of a call after a pause, in milliseconds, so that not all calls are sent at once. */
const SPREAD_MS = 250;
/** The maximum pause, in milliseconds: ten minutes. A `Retry-After` header may be wrong. */
const MAX_PAUSE_MS = 600_000;

/** A call that may be sent. */
type Turn = {
  /** The time that the call waited, in milliseconds. */
  readonly waitedMs: number;
  /** Ends the attempt. `status` is that of the response; `null` if there was none. */
  readonly end: (status: number | null) => void;
};

/** The pause of a client after a 429. Hive's rate limit applies to the project, so the pause applies to all calls. */
export class RateLimitPause {
  readonly #clock: Clock;
  /** The end of the pause. Set by a 429, never shortened. */
  #endsAtMs = 0;
  /** Whether Hive requested a longer pause than the maximum. Cleared by a response other than 429. */
  #isUncertain = false;
  /** While it is uncertain: resolves at the end of the one call that is in flight. */
  #probe: Promise<void> | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Delays new attempts, for at most ten minutes. After a longer delay, they are sent one at a time until one succeeds. */
  extend(delayMs: number): void {
    this.#isUncertain ||= delayMs > MAX_PAUSE_MS;
    this.#endsAtMs = Math.max(this.#endsAtMs, this.#clock.nowMs() + Math.min(delayMs, MAX_PAUSE_MS));
  }

  /**
   * Waits for the end of the pause.
   *
   * @throws HiveHttpError immediately, if the pause exceeds the call's deadline.
   * @throws the scope's reason, if it is aborted.
   */
  async wait(scope: CallScope): Promise<Turn> {
    let waitedMs = 0;
    for (;;) {
      const leftMs = this.#endsAtMs - this.#clock.nowMs();
      if (leftMs > 0) {
        if (leftMs >= scope.remainingMs()) throw rateLimited(leftMs);
        const delayMs = leftMs + Math.round(this.#clock.random() * Math.min(SPREAD_MS, leftMs));
        await this.#clock.sleep(delayMs, scope.signal);
        waitedMs += delayMs;
      } else if (!this.#isUncertain) {
        return { waitedMs, end: () => {} };
      } else if (this.#probe === null) {
        return { waitedMs, end: this.#startProbe() };
      } else {
        await scope.race(this.#probe);
      }
    }
  }

  #startProbe(): Turn["end"] {
    let resolve = (): void => {};
    this.#probe = new Promise((done) => {
      resolve = done;
    });
    return (status) => {
      this.#isUncertain = status === null || status === 429;
      this.#probe = null;
      resolve();
    };
  }
}

function rateLimited(retryAfterMs: number): HiveHttpError {
  return new HiveHttpError(
    `Nothing was sent: the rate limit lasts ${Math.ceil(retryAfterMs)} ms, longer than the deadline.`,
    { status: 429, retryAfterMs },
  );
}
