import { HiveClosedError } from "../error/hive-closed-error.ts";
import type { FrameStream } from "../frames/frame-stream.ts";
import type { Frame } from "../result/frame.ts";
import type { TaskSummary } from "../result/task.ts";
import type { FrameSource } from "./frame-source.ts";

/** The outcome of a source. */
type Ending = { readonly summary: TaskSummary } | { readonly error: unknown };

/** A {@link FrameStream} whose source is chosen with the first call of `next()` or `summary()`. */
export class DeferredFrameStream implements FrameStream {
  readonly #open: (signal: AbortSignal) => Promise<FrameSource>;
  readonly #abort = new AbortController();
  #source: FrameSource | null = null;
  /** Set at the end of the source. */
  #ending: Ending | null = null;
  #hasIterator = false;
  /** Set if `summary()` dropped frames. */
  #hasDropped = false;
  /** Settles when the last `next()` or `summary()` does. These calls run one after another. */
  #lastCall: Promise<unknown> = Promise.resolve();

  /** @param open - Chooses the source. Ends when its signal aborts. */
  constructor(open: (signal: AbortSignal) => Promise<FrameSource>) {
    this.#open = open;
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Frame, undefined> {
    const isSecond = this.#hasIterator;
    this.#hasIterator = true;
    let isFinished = false;
    const iterator: AsyncIterableIterator<Frame, undefined> = {
      next: async () => {
        if (isFinished) return { done: true, value: undefined };
        if (isSecond) throw new HiveClosedError("This frame stream already has a consumer.");
        const frame = await this.#enqueue(async () => this.#next());
        if (frame !== null) return { done: false, value: frame };
        isFinished = true;
        if (this.#hasDropped) throw new HiveClosedError("summary() already consumed this frame stream.");
        return { done: true, value: undefined };
      },
      return: async () => {
        isFinished = true;
        if (!isSecond) this.cancel();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
  }

  async summary(): Promise<TaskSummary> {
    return this.#enqueue(async () => {
      while ((await this.#next()) !== null) this.#hasDropped = true;
      // `next` returns null only after a summary.
      if (this.#ending === null || "error" in this.#ending) throw new HiveClosedError(CLOSED);
      return this.#ending.summary;
    });
  }

  cancel(reason?: unknown): void {
    if (this.#ending !== null) return;
    const error = new HiveClosedError(CLOSED, reason);
    this.#ending = { error };
    this.#abort.abort(error);
    this.#source?.close(error);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cancel();
  }

  async #enqueue<Value>(action: () => Promise<Value>): Promise<Value> {
    const result = this.#lastCall.then(action);
    // This chain only keeps the order. The caller receives the error.
    this.#lastCall = result.catch(() => {});
    return result;
  }

  /** Returns the next frame; `null` at the end. */
  async #next(): Promise<Frame | null> {
    if (this.#ending === null) {
      try {
        this.#source ??= await this.#open(this.#abort.signal);
        // Closed while the source was chosen, or while it delivered a frame.
        this.#abort.signal.throwIfAborted();
        const frame = await this.#source.next();
        this.#abort.signal.throwIfAborted();
        if (frame !== null) return frame;
        const summary = await this.#source.summary();
        this.#ending ??= { summary };
      } catch (error) {
        this.#ending ??= { error };
      }
      this.#source?.close(this.#abort.signal.reason);
    }
    // Set above, or by `cancel` in the meantime.
    const ending: Ending = this.#ending;
    if ("error" in ending) throw ending.error;
    return null;
  }
}

const CLOSED = "This frame stream was closed before its end.";
