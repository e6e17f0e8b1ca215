import * as z from "zod/mini";
import { callable, checkOptions, optionsSchema, wholeNumber } from "../options/check-options.ts";
import type { HiveCallbackClaim, HiveCallbackStore } from "./hive-callback-store.ts";

const DEFAULT_MAX_ENTRIES = 100_000;

/** The options of a {@link MemoryCallbackStore}. */
export type MemoryCallbackStoreOptions = {
  /**
   * The maximum number of delivered callbacks to remember, at least 1. The oldest are forgotten first.
   * @defaultValue 100 000
   */
  readonly mostEntries?: number | undefined;
  /**
   * Returns the current time, in milliseconds since 1970.
   * @defaultValue `Date.now`; for the leases, a clock that is never set back
   */
  readonly now?: (() => number) | undefined;
};

const memoryStoreOptionsSchema = optionsSchema<MemoryCallbackStoreOptions>({
  mostEntries: z.optional(wholeNumber(1, Number.MAX_SAFE_INTEGER)),
  now: z.optional(callable),
});

/** Remembers callbacks in the memory of this process. Other processes do not share it, and a restart clears it. */
export class MemoryCallbackStore implements HiveCallbackStore {
  readonly #maxEntries: number;
  readonly #now: () => number;
  /** The clock for the leases. A wall clock that is set back would prolong them. */
  readonly #elapsed: () => number;
  /** The owner and the end of each claim. Added by `claim`; removed by `finish`, and by the owner's `release`. */
  readonly #claims = new Map<string, { readonly owner: string; readonly untilMs: number }>();
  /** When each delivered callback may be forgotten, oldest first. */
  readonly #done = new Map<string, number>();

  /**
   * @param options - The limit, and the clock.
   * @throws HiveConfigError if an option is invalid or unknown.
   */
  constructor(options: MemoryCallbackStoreOptions = {}) {
    checkOptions("MemoryCallbackStore", memoryStoreOptionsSchema, options);
    this.#maxEntries = options.mostEntries ?? DEFAULT_MAX_ENTRIES;
    this.#now = options.now ?? Date.now;
    this.#elapsed = options.now ?? (() => performance.now());
  }

  /** Claims a callback. */
  claim(key: string, options: { readonly owner: string; readonly leaseMs: number }): HiveCallbackClaim {
    const { owner, leaseMs } = options;
    const doneUntilMs = this.#done.get(key);
    if (doneUntilMs !== undefined && this.#now() < doneUntilMs) return "done";
    const nowMs = this.#elapsed();
    const claim = this.#claims.get(key);
    if (claim !== undefined && nowMs < claim.untilMs) return "busy";
    this.#claims.set(key, { owner, untilMs: nowMs + leaseMs });
    return "claimed";
  }

  /** Marks a callback as delivered, regardless of the claim's owner. */
  finish(key: string, options: { readonly owner: string; readonly expiresOn: Date }): void {
    this.#claims.delete(key);
    this.#done.delete(key);
    this.#done.set(key, options.expiresOn.getTime());
    this.#forget();
  }

  /** Releases a claim, if it belongs to the owner. */
  release(key: string, options: { readonly owner: string }): void {
    if (this.#claims.get(key)?.owner === options.owner) this.#claims.delete(key);
  }

  /**
   * Forgets expired and excess entries. URLs expire roughly in the order of their creation, so the oldest entries go
   * first.
   */
  #forget(): void {
    const nowMs = this.#now();
    for (const [key, untilMs] of this.#done) {
      if (this.#done.size <= this.#maxEntries && nowMs < untilMs) return;
      this.#done.delete(key);
    }
  }
}
