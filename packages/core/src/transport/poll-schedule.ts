import { isHiveError } from "../error/is-hive-error.ts";
import type { Clock } from "./clock.ts";
import { classifyOutcome } from "./retry.ts";

/** The delay before the first poll, in milliseconds. */
const FIRST_DELAY_MS = 1_000;
/** The maximum delay between two polls, in milliseconds. */
const MAX_DELAY_MS = 30_000;
/** The growth factor of the delay. */
const GROWTH = 1.5;
/** The number of consecutive polls that may fail with a transient error. */
const TOLERATED_FAILURES = 10;

/**
 * Computes the delay before a poll, in milliseconds: 1 s before the first one, then growing to 30 s. Jitter of up to
 * 25 % spreads the polls of tasks that were submitted together.
 *
 * @param poll - The number of the poll, from 0.
 * @param random - A random number from 0 up to, but not including, 1.
 */
export function pollDelayMs(poll: number, random: number): number {
  if (poll === 0) return FIRST_DELAY_MS;
  const delayMs = FIRST_DELAY_MS * GROWTH ** poll * (0.75 + random / 2);
  return Math.min(MAX_DELAY_MS, Math.round(delayMs));
}

/** Schedules the polls of a task, and decides when to give up. */
export class PollSchedule {
  readonly #clock: Clock;
  /** The number of polls so far. */
  #polls = 0;
  /** The number of consecutive failed polls. Reset by a successful one. */
  #failures = 0;
  /** The minimum delay that Hive requested, in milliseconds. Reset when the delay begins. */
  #retryAfterMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Waits for the next poll. */
  async pause(signal: AbortSignal): Promise<void> {
    const delayMs = Math.max(this.#retryAfterMs, pollDelayMs(this.#polls++, this.#clock.random()));
    this.#retryAfterMs = 0;
    await this.#clock.sleep(delayMs, signal);
  }

  /** Records a successful poll. */
  succeed(): void {
    this.#failures = 0;
  }

  /**
   * Records a failed poll. The wait for a long task must survive a few minutes of maintenance, and a poll that stalls.
   *
   * @param remainingMs - The time left for the wait.
   * @throws the error, if it is not transient, too many consecutive polls failed, or Hive requests a longer delay than
   * the time left.
   */
  fail(error: unknown, remainingMs: number): void {
    this.#failures++;
    const isHive = isHiveError(error);
    const isTransient = isHive && (error.kind === "timeout" || classifyOutcome(error) !== "final");
    this.#retryAfterMs = (isHive && error.kind === "http" && error.retryAfterMs) || 0;
    if (!isTransient || this.#failures > TOLERATED_FAILURES || this.#retryAfterMs > remainingMs) throw error;
  }
}
