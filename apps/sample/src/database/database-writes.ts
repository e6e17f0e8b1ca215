import { setImmediate, setTimeout as sleep } from "node:timers/promises";

/**
 * Writes entries in batches, one batch at a time. Entries that arrive during a write form the next batch, so no entry
 * waits for a batch to fill and single writes do not slow down a fast stream.
 */
export class BatchWriter<Entry> {
  readonly #write: (batch: readonly Entry[]) => Promise<void>;
  #pending: Entry[] = [];
  /** Set from the first entry of a batch until its write starts. */
  #next: Promise<void> | null = null;
  #last: Promise<void> = Promise.resolve();

  constructor(write: (batch: readonly Entry[]) => Promise<void>) {
    this.#write = write;
  }

  /** Resolves when the entry is written. */
  write(entry: Entry): Promise<void> {
    this.#pending.push(entry);
    this.#next ??= this.#last = this.#last.then(async () => {
      // PGlite responds without yielding to the event loop. This lets other requests run.
      await setImmediate();
      const batch = this.#pending;
      this.#pending = [];
      this.#next = null;
      return this.#write(batch);
    });
    return this.#next;
  }

  /** Resolves when no write is in progress, whether the last one succeeded or failed. */
  async idle(): Promise<void> {
    await this.#last.catch(() => {});
  }
}

const MAX_ATTEMPTS = 60;

/**
 * Retries a write while the database is unavailable, because a lost result would have to be paid for again. Makes at
 * most 60 attempts, and none after the signal is aborted.
 *
 * @param options.delayMs - the delay between attempts.
 */
export async function retryWrite(
  write: () => Promise<unknown>,
  { signal, delayMs }: { readonly signal: AbortSignal; readonly delayMs: number },
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await write();
      return;
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || signal.aborted) throw error;
      await sleep(delayMs, undefined, { signal }).catch(() => {});
    }
  }
}
