import { isHiveError } from "@hivekit/core";
import type { AnyHiveError, AttemptInfo } from "@hivekit/core";
import { blameOf } from "./blame-of.ts";
import type { CallPurpose } from "./blame-of.ts";
import type { HiveFailure, HiveStats, HiveStatsOptions } from "./hive-stats.ts";

/** How finely time is told apart: 10 s. */
const SLOT_MS = 10_000;
const MOST_SLOTS = 360;
const DEFAULT_WINDOW_MS = 300_000;

type Slot = { readonly number: number; attempts: number; failures: number; rateLimited: number };

/** Counts what became of attempts and calls, in the memory of some hundred numbers. */
export class CallStatistics {
  readonly #now: () => number;
  /** One per ten seconds in which something ended, the oldest first; those of an hour, and of what has begun of the next. */
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

  /** Takes down an attempt of a call. */
  takeAttempt({ status, error }: AttemptInfo, purpose: CallPurpose): void {
    if (isHiveError(error)) {
      this.#taken.add(error);
      this.#slot().attempts += 1;
      this.#takeFailure(error, purpose);
    } else if (status !== null && error === null) {
      this.#slot().attempts += 1;
      this.#takeGranted(purpose);
    }
    // What remains was aborted: it says nothing about Hive.
  }

  /** Takes down that a call ended well, or gave its first frame. */
  takeSuccess(): void {
    this.#lastSuccess = new Date(this.#now());
  }

  /** Takes down what a call failed with. What its attempts failed with was taken then, and is not counted twice. */
  takeError(error: unknown, purpose: CallPurpose): void {
    if (isHiveError(error) && !this.#taken.has(error)) this.#takeFailure(error, purpose);
  }

  /** @param inFlight - How many calls have not ended. */
  read(inFlight: number, { windowMs = DEFAULT_WINDOW_MS }: HiveStatsOptions = {}): HiveStats {
    const slots = Math.min(Math.max(1, Math.ceil(windowMs / SLOT_MS)), MOST_SLOTS);
    // One more, because the current one has only begun: what ended 2 ms ago may be in the one before.
    const oldest = this.#slotNumber() - slots;
    const counted = this.#slots.filter(({ number }) => number >= oldest);
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

  #takeFailure(error: AnyHiveError, purpose: CallPurpose): void {
    const blame = blameOf(error, purpose);
    if (blame === "caller") {
      // To refuse a submission, Hive had to let the project in.
      if (error.kind === "http" || error.kind === "task") this.#takeGranted(purpose);
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

  /** A look costs nothing: that Hive answers it says nothing of a balance that was used up. */
  #takeGranted(purpose: CallPurpose): void {
    if (purpose === "submission" || this.#access !== "insufficient_balance") this.#takeAccess("granted");
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
    this.#slots = [...this.#slots.filter((one) => one.number >= number - MOST_SLOTS), slot];
    return slot;
  }

  #slotNumber(): number {
    return Math.floor(this.#now() / SLOT_MS);
  }
}
