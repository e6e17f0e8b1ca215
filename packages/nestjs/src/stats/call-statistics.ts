import { isHiveError } from "@hivekit/core";
import type { AnyHiveError, AttemptInfo } from "@hivekit/core";
import { blameOf } from "./blame-of.ts";
import type { HiveFailure, HiveStats, HiveStatsOptions } from "./hive-stats.ts";

/** How finely time is told apart: 10 s. */
const SLOT_MS = 10_000;
const MOST_SLOTS = 360;
const DEFAULT_WINDOW_MS = 300_000;

type Slot = { readonly number: number; attempts: number; failures: number; rateLimited: number };

/** Counts what became of attempts and calls, in the memory of some hundred numbers. */
export class CallStatistics {
  readonly #now: () => number;
  /** One per ten seconds in which something ended, the oldest first; an hour of them at most. */
  #slots: Slot[] = [];
  #lastSuccess: Date | null = null;
  #lastFailure: HiveFailure | null = null;
  #access: HiveStats["access"] = "unknown";
  /** When Hive said so last. */
  #accessOnMs: number | null = null;
  /** The errors of attempts: most of them end their call, too. */
  readonly #taken = new WeakSet<object>();

  /** @param now - The clock, in milliseconds since 1970. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Takes down an attempt; to be given to a call as its `onAttempt`. */
  readonly takeAttempt = ({ status, error }: AttemptInfo): void => {
    if (isHiveError(error)) {
      this.#taken.add(error);
      this.#slot().attempts += 1;
      this.#takeFailure(error);
    } else if (status !== null && error === null) {
      this.#slot().attempts += 1;
      this.#takeAccess("granted");
    }
    // What remains was aborted: it says nothing about Hive.
  };

  /** Takes down that a call ended well, or gave its first frame. */
  takeSuccess(): void {
    this.#lastSuccess = new Date(this.#now());
  }

  /** Takes down what a call failed with. What its attempts failed with was taken then, and is not counted twice. */
  takeError(error: unknown): void {
    if (isHiveError(error) && !this.#taken.has(error)) this.#takeFailure(error);
  }

  /** @param inFlight - How many calls have not ended. */
  read(inFlight: number, { windowMs = DEFAULT_WINDOW_MS }: HiveStatsOptions = {}): HiveStats {
    const slots = Math.min(Math.max(1, Math.ceil(windowMs / SLOT_MS)), MOST_SLOTS);
    const oldest = this.#slotNumber() - slots;
    const counted = this.#slots.filter(({ number }) => number > oldest);
    const sum = (of: "attempts" | "failures" | "rateLimited"): number =>
      counted.reduce((total, slot) => total + slot[of], 0);
    return {
      inFlight,
      windowMs: slots * SLOT_MS,
      attempts: sum("attempts"),
      failures: sum("failures"),
      rateLimited: sum("rateLimited"),
      lastSuccess: this.#lastSuccess,
      lastFailure: this.#lastFailure,
      access: this.#access,
      accessAgeMs: this.#accessOnMs === null ? null : Math.max(0, this.#now() - this.#accessOnMs),
    };
  }

  #takeFailure(error: AnyHiveError): void {
    const blame = blameOf(error);
    if (blame === "caller") {
      // To refuse a submission, Hive had to let the project in.
      if (error.kind === "http" || error.kind === "task") this.#takeAccess("granted");
      return;
    }
    const slot = this.#slot();
    slot.failures += 1;
    if (blame === "rateLimited") slot.rateLimited += 1;
    if (blame === "unauthorized" || blame === "insufficient_balance") this.#takeAccess(blame);
    this.#lastFailure = {
      on: new Date(this.#now()),
      kind: error.kind,
      reason: "reason" in error ? error.reason : null,
      message: error.message,
    };
  }

  #takeAccess(access: HiveStats["access"]): void {
    this.#access = access;
    this.#accessOnMs = this.#now();
  }

  #slot(): Slot {
    const number = this.#slotNumber();
    const last = this.#slots.at(-1);
    if (last?.number === number) return last;
    const slot = { number, attempts: 0, failures: 0, rateLimited: 0 };
    this.#slots = [...this.#slots.filter((one) => one.number > number - MOST_SLOTS), slot];
    return slot;
  }

  #slotNumber(): number {
    return Math.floor(this.#now() / SLOT_MS);
  }
}
