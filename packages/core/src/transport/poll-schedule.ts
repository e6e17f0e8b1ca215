import { isHiveError } from "../error/hive-error.ts";
import type { Clock } from "./clock.ts";
import { outcomeOf } from "./retry.ts";

/** The pause before the first look at a task, in milliseconds. */
const FIRST_DELAY_MS = 1_000;
/** The longest pause between two looks, in milliseconds. */
const LONGEST_DELAY_MS = 30_000;
/** How much longer each pause is than the one before. */
const GROWTH = 1.5;
/** How many looks in a row may fail with what may pass by itself. */
const TOLERATED_FAILURES = 10;

/**
 * The pause before a look, in milliseconds: 1 s before the first one, then growing to 30 s, a quarter more or less by chance, so
 * that tasks that were submitted together are not asked for together.
 *
 * @param look - Which look, from 0.
 * @param random - From 0 to below 1.
 */
export function pollDelayMs(look: number, random: number): number {
  if (look === 0) return FIRST_DELAY_MS;
  const delayMs = FIRST_DELAY_MS * GROWTH ** look * (0.75 + random / 2);
  return Math.min(LONGEST_DELAY_MS, Math.round(delayMs));
}

/** When to look at a task again, and for how long to put up with looks that fail. */
export class PollSchedule {
  readonly #clock: Clock;
  /** Looks so far. */
  #looks = 0;
  /** Looks in a row that failed. Cleared by one that was answered. */
  #failures = 0;
  /** The least pause that Hive asked for, in milliseconds. Cleared by the pause. */
  #retryAfterMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Waits until it is time for the next look. */
  async pause(signal: AbortSignal): Promise<void> {
    const delayMs = Math.max(this.#retryAfterMs, pollDelayMs(this.#looks++, this.#clock.random()));
    this.#retryAfterMs = 0;
    await this.#clock.sleep(delayMs, signal);
  }

  /** A look was answered. */
  succeed(): void {
    this.#failures = 0;
  }

  /**
   * A look failed. A task of many minutes must not be lost to two minutes of Hive's maintenance, nor to one look that stalls.
   *
   * @param remainingMs - What is left of the wait.
   * @throws the error, if it will not pass by itself, if too many looks in a row have failed, or if Hive asks for a pause that is longer
   * than what is left.
   */
  fail(error: unknown, remainingMs: number): void {
    this.#failures++;
    const isHive = isHiveError(error);
    const mayPass = isHive && (error.kind === "timeout" || outcomeOf(error) !== "final");
    this.#retryAfterMs = (isHive && error.kind === "http" && error.retryAfterMs) || 0;
    if (!mayPass || this.#failures > TOLERATED_FAILURES || this.#retryAfterMs > remainingMs) throw error;
  }
}
