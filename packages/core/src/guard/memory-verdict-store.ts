import { checkOptions, wholeNumber } from "../options/check-options.ts";
import type { OptionChecks } from "../options/check-options.ts";
import type { VerdictClaim, VerdictLease, VerdictStore } from "./verdict-store.ts";

const DEFAULT_ENTRIES = 10_000;
const DEFAULT_BYTES = 64 * 1024 * 1024;
/** A string takes at most two bytes per UTF-16 unit. */
const UNIT_BYTES = 2;

/** The limits of a store in memory. */
export type MemoryVerdictStoreOptions = {
  /**
   * The maximum number of entries, at least 1.
   * @defaultValue 10 000
   */
  readonly maxEntries?: number | undefined;
  /**
   * The maximum size of all entries in bytes, at least 1; a character counts as two. A larger entry is not kept.
   * @defaultValue 67 108 864 (64 MiB)
   */
  readonly maxBytes?: number | undefined;
};

const CHECKS: OptionChecks<MemoryVerdictStoreOptions> = {
  maxEntries: /* @__PURE__ */ wholeNumber(1),
  maxBytes: /* @__PURE__ */ wholeNumber(1),
};

/**
 * Creates a store in memory, for one process. It drops the entries that were not used for the longest time when it
 * exceeds a limit. It measures time with a clock that never goes back.
 *
 * @throws HiveConfigError if an option is unknown or invalid.
 */
export function createMemoryVerdictStore(options: MemoryVerdictStoreOptions = {}): VerdictStore {
  checkOptions(options, CHECKS, "createMemoryVerdictStore");
  return new MemoryVerdictStore(options.maxEntries ?? DEFAULT_ENTRIES, options.maxBytes ?? DEFAULT_BYTES);
}

type Entry = { readonly entry: string; readonly expiresAtMs: number; readonly sizeBytes: number };

class MemoryVerdictStore implements VerdictStore {
  readonly #maxEntries: number;
  readonly #maxBytes: number;
  /** In the order of their last use. */
  readonly #entries = new Map<string, Entry>();
  #sizeBytes = 0;
  /** The calls in flight. */
  readonly #claims = new Map<string, { readonly token: string; readonly expiresAtMs: number }>();

  constructor(maxEntries: number, maxBytes: number) {
    this.#maxEntries = maxEntries;
    this.#maxBytes = maxBytes;
  }

  async claim(key: string, { token, leaseMs }: VerdictLease): Promise<VerdictClaim> {
    const nowMs = performance.now();
    const stored = this.#entries.get(key);
    if (stored !== undefined) {
      this.#drop(key);
      if (stored.expiresAtMs > nowMs) {
        this.#add(key, stored);
        return { state: "stored", entry: stored.entry };
      }
    }
    const claim = this.#claims.get(key);
    if (claim !== undefined && claim.token !== token && claim.expiresAtMs > nowMs) {
      return { state: "pending" };
    }
    this.#claims.set(key, { token, expiresAtMs: nowMs + leaseMs });
    return { state: "claimed" };
  }

  async renew(key: string, { token, leaseMs }: VerdictLease): Promise<void> {
    if (this.#claims.get(key)?.token !== token) return;
    this.#claims.set(key, { token, expiresAtMs: performance.now() + leaseMs });
  }

  async publish(
    key: string,
    { token, entry, ttlMs }: { readonly token: string; readonly entry: string; readonly ttlMs: number },
  ): Promise<void> {
    if (this.#claims.get(key)?.token !== token) return;
    this.#claims.delete(key);
    this.#drop(key);
    const sizeBytes = (key.length + entry.length) * UNIT_BYTES;
    if (sizeBytes > this.#maxBytes) return;
    this.#add(key, { entry, expiresAtMs: performance.now() + ttlMs, sizeBytes });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#maxEntries && this.#sizeBytes <= this.#maxBytes) return;
      this.#drop(oldest);
    }
  }

  async release(key: string, token: string): Promise<void> {
    if (this.#claims.get(key)?.token === token) this.#claims.delete(key);
  }

  async remove(key: string, entry: string): Promise<void> {
    if (this.#entries.get(key)?.entry === entry) this.#drop(key);
  }

  #add(key: string, entry: Entry): void {
    this.#entries.set(key, entry);
    this.#sizeBytes += entry.sizeBytes;
  }

  #drop(key: string): void {
    this.#sizeBytes -= this.#entries.get(key)?.sizeBytes ?? 0;
    this.#entries.delete(key);
  }
}
