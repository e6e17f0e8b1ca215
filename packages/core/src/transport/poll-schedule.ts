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
const TOLERATED_FAILURES = 5;

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

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Waits until it is time for the next look. */
  async pause(signal: AbortSignal): Promise<void> {
    await this.#clock.sleep(pollDelayMs(this.#looks++, this.#clock.random()), signal);
  }

  /** A look was answered. */
  succeed(): void {
    this.#failures = 0;
  }

  /**
   * A look failed, after its own retries. A task of many minutes must not be lost to a minute of Hive's maintenance.
   * @throws the error, if it will not pass by itself, or too many looks in a row have failed.
   */
  fail(error: unknown): void {
    this.#failures++;
    const mayPass = isHiveError(error) && outcomeOf(error) !== "final";
    if (!mayPass || this.#failures > TOLERATED_FAILURES) throw error;
  }
}
