import { isHiveError } from "@hivekit/core";
import type { AnyHiveError, AttemptInfo } from "@hivekit/core";
import { classifyFailure } from "./classify-failure.ts";
import type { CallPurpose } from "./classify-failure.ts";
import { MAX_WINDOW_MS } from "./hive-stats.ts";
import type { HiveFailure, HiveStats, HiveStatsOptions } from "./hive-stats.ts";

/** The length of a slot: 10 s. */
const SLOT_MS = 10_000;
const MAX_SLOTS = MAX_WINDOW_MS / SLOT_MS;
const DEFAULT_WINDOW_MS = 300_000;

type Access = HiveStats["access"];

/** The access of a key, and the time of the response that showed it, in milliseconds. */
type KeyAccess = { readonly access: Access; readonly onMs: number };

/** From the best to the worst. */
const BY_SEVERITY: readonly Access[] = ["unknown", "granted", "insufficient_balance", "unauthorized"];

type Slot = { readonly number: number; attempts: number; failures: number; rateLimited: number };

/** Counts the outcomes of attempts and calls. Holds a few hundred numbers in memory. */
export class CallStatistics {
  readonly #now: () => number;
  readonly #date: () => Date;
  /** One slot for each ten seconds in which something ended, oldest first: the last hour and the current slot. */
  #slots: Slot[] = [];
  #lastSuccess: Date | null = null;
  #lastFailure: HiveFailure | null = null;
  /**
   * The access of each key. Set by each response. The vision language model may have its own key, and a success with
   * one key must not hide that Hive rejects the other one.
   */
  readonly #access = new Map<"project" | "vlm", KeyAccess>();
  /** The errors of counted attempts. Most of them also end their call and must not be counted twice. */
  readonly #counted = new WeakSet<object>();

  /**
   * @param now - The clock for durations, in milliseconds. It never goes back, unlike the wall clock.
   * @param date - The wall clock.
   */
  constructor(now: () => number = () => performance.now(), date: () => Date = () => new Date()) {
    this.#now = now;
    this.#date = date;
  }

  /** Records an attempt of a call. */
  recordAttempt({ status, error }: AttemptInfo, purpose: CallPurpose): void {
    if (isHiveError(error)) {
      this.#counted.add(error);
      this.#currentSlot().attempts += 1;
      this.#recordFailure(error, purpose);
    } else if (status !== null && error === null) {
      this.#currentSlot().attempts += 1;
      this.#recordGranted(purpose);
    }
    // The remaining attempts were aborted and say nothing about Hive.
  }

  /** Records that a call succeeded or delivered its first frame. */
  recordSuccess(): void {
    this.#lastSuccess = this.#date();
  }

  /**
   * Records the error of a call, unless it was already recorded as the error of an attempt. If Hive has not responded
   * to the call, the client held back the next attempt, for example because of the rate limit. It counts as a failed
   * attempt.
   *
   * @param lastAttempt - The last attempt of the call; `null` if there was none.
   */
  recordError(error: unknown, purpose: CallPurpose, lastAttempt: AttemptInfo | null): void {
    if (!isHiveError(error) || this.#counted.has(error)) return;
    const isFailure = this.#recordFailure(error, purpose);
    const isHeldBack = lastAttempt === null || lastAttempt.error !== null;
    if (isFailure && isHeldBack) this.#currentSlot().attempts += 1;
  }

  /** @param inFlight - The number of calls in flight. */
  read(inFlight: number, { windowMs = DEFAULT_WINDOW_MS }: HiveStatsOptions = {}): HiveStats {
    const slotCount = Math.min(Math.max(1, Math.ceil(windowMs / SLOT_MS)), MAX_SLOTS);
    // One slot more, because the current slot may have just begun: an attempt that ended 2 ms ago may be in the
    // previous slot.
    const oldest = this.#slotNumber() - slotCount;
    const slots = this.#slots.filter(({ number }) => number >= oldest);
    const sum = (property: "attempts" | "failures" | "rateLimited"): number =>
      slots.reduce((total, slot) => total + slot[property], 0);
    const worst = this.#findWorstAccess();
    return {
      inFlight,
      windowMs: slotCount * SLOT_MS,
      attempts: sum("attempts"),
      failures: sum("failures"),
      rateLimited: sum("rateLimited"),
      lastSuccess: this.#lastSuccess,
      lastFailure: this.#lastFailure,
      access: worst?.access ?? "unknown",
      accessAgeMs: worst === null ? null : this.#now() - worst.onMs,
    };
  }

  /** @returns whether the error counts as a failure. */
  #recordFailure(error: AnyHiveError, purpose: CallPurpose): boolean {
    const failureClass = classifyFailure(error, purpose);
    if (failureClass === "caller") {
      // Hive checks the key before it rejects a submission, so the key was accepted.
      if (error.kind === "http" || error.kind === "task") this.#recordGranted(purpose);
      return false;
    }
    const slot = this.#currentSlot();
    slot.failures += 1;
    if (failureClass === "rateLimited") slot.rateLimited += 1;
    if (failureClass === "unauthorized" || failureClass === "insufficient_balance")
      this.#recordAccess(failureClass, purpose);
    this.#lastFailure = {
      on: this.#date(),
      kind: error.kind,
      reason: "reason" in error ? error.reason : null,
      message: error.message,
    };
    return true;
  }

  /** A poll is free, so its success says nothing about an exhausted balance. */
  #recordGranted(purpose: CallPurpose): void {
    const isPoll = purpose === "poll";
    if (isPoll && this.#access.get("project")?.access === "insufficient_balance") return;
    this.#recordAccess("granted", purpose);
  }

  #recordAccess(access: Access, purpose: CallPurpose): void {
    this.#access.set(purpose === "vlm" ? "vlm" : "project", { access, onMs: this.#now() });
  }

  /** Returns the worst access; of two equal ones, that with the later response. `null` before the first response. */
  #findWorstAccess(): KeyAccess | null {
    const severityOf = ({ access }: KeyAccess): number => BY_SEVERITY.indexOf(access);
    return (
      [...this.#access.values()].toSorted(
        (one, other) => severityOf(other) - severityOf(one) || other.onMs - one.onMs,
      )[0] ?? null
    );
  }

  #currentSlot(): Slot {
    const number = this.#slotNumber();
    const last = this.#slots.at(-1);
    if (last?.number === number) return last;
    const slot = { number, attempts: 0, failures: 0, rateLimited: 0 };
    this.#slots = [...this.#slots.filter((one) => one.number >= number - MAX_SLOTS), slot];
    return slot;
  }

  #slotNumber(): number {
    return Math.floor(this.#now() / SLOT_MS);
  }
}
