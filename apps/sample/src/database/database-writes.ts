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

/** The maximum number of attempts to store a result, which would have to be paid for again if it were lost. */
const RESULT_ATTEMPTS = 60;
/** The maximum number of attempts to store the change of a request, whose sender is waiting. */
const REQUEST_ATTEMPTS = 10;

/** A write that may be repeated. `isRetry`: the database may have committed the previous attempt. */
type RepeatableWrite<Result> = (isRetry: boolean) => Promise<Result>;

/**
 * Stores a result. Retries while the database is unavailable: at most 60 attempts, and none after the signal is
 * aborted.
 *
 * @param options.delayMs - the delay between attempts.
 */
export async function retryResult<Result>(
  write: RepeatableWrite<Result>,
  { signal, delayMs }: { readonly signal: AbortSignal; readonly delayMs: number },
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write(attempt > 1);
    } catch (error) {
      if (attempt === RESULT_ATTEMPTS || signal.aborted) throw error;
      await sleep(delayMs, undefined, { signal }).catch(() => {});
    }
  }
}

/**
 * Stores the change of a request. Retries only if the connection was lost, because then the outcome is unknown: at most
 * 10 attempts.
 *
 * @param options.delayMs - the delay between attempts.
 */
export async function retryRequest<Result>(
  write: RepeatableWrite<Result>,
  { delayMs }: { readonly delayMs: number },
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write(attempt > 1);
    } catch (error) {
      if (attempt === REQUEST_ATTEMPTS || !isOutcomeUnknown(error)) throw error;
      await sleep(delayMs);
    }
  }
}

/** The classes of PostgreSQL's error codes for a broken connection and for a server that is stopping or starting. */
const LOST_CONNECTION = /^(?:08|57)/;

/**
 * Whether the database may have committed a change that failed: it did not respond, or it reported a lost connection.
 */
export function isOutcomeUnknown(error: unknown): boolean {
  const code = findErrorCode(error);
  return code === null || LOST_CONNECTION.test(code);
}

/** The error codes of PostgreSQL and of Node for a full disk or an exhausted quota. */
const DISK_FULL: readonly unknown[] = ["53100", "ENOSPC", "EDQUOT"];

/** Whether a file or a row could not be stored because a disk is full. */
export function isDiskFull(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && DISK_FULL.includes(cause.code)) return true;
  }
  return false;
}

/** Returns PostgreSQL's code of an error; `null` if the error is not the database's response. */
function findErrorCode(error: unknown): string | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("severity" in cause && "code" in cause && typeof cause.code === "string") return cause.code;
  }
  return null;
}
