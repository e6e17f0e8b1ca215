import { setImmediate } from "node:timers/promises";

/**
 * Writes in batches, one at a time: what comes while one is written makes up the next one. So nothing waits for a batch to fill, and a quick
 * sender is not held up by single writes.
 */
export class BatchWriter<Entry> {
  readonly #write: (batch: readonly Entry[]) => Promise<void>;
  #waiting: Entry[] = [];
  /** Set from the first entry of a batch until it is begun. */
  #next: Promise<void> | null = null;
  #last: Promise<void> = Promise.resolve();

  constructor(write: (batch: readonly Entry[]) => Promise<void>) {
    this.#write = write;
  }

  /** Resolves when the entry is written. */
  write(entry: Entry): Promise<void> {
    this.#waiting.push(entry);
    this.#next ??= this.#last = this.#last.then(async () => {
      // PGlite answers without a turn of the event loop: other requests get theirs here.
      await setImmediate();
      const batch = this.#waiting;
      this.#waiting = [];
      this.#next = null;
      return this.#write(batch);
    });
    return this.#next;
  }

  /** Resolves when nothing is being written, whether it went well or not. */
  async idle(): Promise<void> {
    await this.#last.catch(() => {});
  }
}
