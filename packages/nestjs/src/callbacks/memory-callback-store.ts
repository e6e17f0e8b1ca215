import type { HiveCallbackClaim, HiveCallbackStore } from "./hive-callback-store.ts";

const MOST_ENTRIES = 100_000;

/** How a {@link MemoryCallbackStore} works. */
export type MemoryCallbackStoreOptions = {
  /**
   * How many finished callbacks are remembered, the latest.
   * @defaultValue 100 000
   */
  readonly mostEntries?: number | undefined;
  /** The time now, in milliseconds since 1970. @defaultValue `Date.now` */
  readonly now?: (() => number) | undefined;
};

/** Remembers callbacks in this process alone: what it knows ends with it, and other processes do not know it. */
export class MemoryCallbackStore implements HiveCallbackStore {
  readonly #mostEntries: number;
  readonly #now: () => number;
  /** Whose each claim is, and when it is void. Added by `claim`; removed by `finish`, and by its owner's `release`. */
  readonly #claims = new Map<string, { readonly owner: string; readonly untilMs: number }>();
  /** When each finished callback may be forgotten, the oldest first. */
  readonly #done = new Map<string, number>();

  /** @param options - How much it remembers. */
  constructor(options: MemoryCallbackStoreOptions = {}) {
    this.#mostEntries = options.mostEntries ?? MOST_ENTRIES;
    this.#now = options.now ?? Date.now;
  }

  /** Claims a callback. */
  claim(key: string, options: { readonly owner: string; readonly leaseMs: number }): HiveCallbackClaim {
    const { owner, leaseMs } = options;
    const nowMs = this.#now();
    const doneUntilMs = this.#done.get(key);
    if (doneUntilMs !== undefined && nowMs < doneUntilMs) return "done";
    const claim = this.#claims.get(key);
    if (claim !== undefined && nowMs < claim.untilMs) return "busy";
    this.#claims.set(key, { owner, untilMs: nowMs + leaseMs });
    return "claimed";
  }

  /** Says that a callback was handed over, whoever has its claim. */
  finish(key: string, options: { readonly owner: string; readonly expiresOn: Date }): void {
    this.#claims.delete(key);
    this.#done.delete(key);
    this.#done.set(key, options.expiresOn.getTime());
    this.#forget();
  }

  /** Gives a claim back, if it is the owner's. */
  release(key: string, options: { readonly owner: string }): void {
    if (this.#claims.get(key)?.owner === options.owner) this.#claims.delete(key);
  }

  /** Addresses expire about in the order in which they were given out, so that those at the front are the ones to go. */
  #forget(): void {
    const nowMs = this.#now();
    for (const [key, untilMs] of this.#done) {
      if (this.#done.size <= this.#mostEntries && nowMs < untilMs) return;
      this.#done.delete(key);
    }
  }
}
