import type { FrameStream } from "../frames/frame-stream.ts";
import type { Frame } from "../result/frame.ts";
import type { TaskSummary } from "../result/task.ts";

/** The callbacks of a {@link GuardedFrameStream}. */
export type StreamGuard = {
  /**
   * Called once, before the first request. If it rejects, nothing is sent.
   *
   * @param signal - Aborts when the stream is closed.
   */
  readonly onStart: (signal: AbortSignal) => Promise<void>;
  /** Called when the stream ends: with its summary, or with `null` if it failed or was closed. Must not reject. */
  readonly onEnd: (summary: TaskSummary | null) => Promise<void>;
};

/** A {@link FrameStream} that reports its start and its end. It does not read ahead. */
export class GuardedFrameStream implements FrameStream {
  readonly #inner: FrameStream;
  readonly #guard: StreamGuard;
  readonly #closing = new AbortController();
  /** Set by the first `next()` or `summary()`. */
  #start: Promise<void> | null = null;
  /** Set when the start has succeeded. */
  #hasStarted = false;
  /** Set at the end. */
  #end: Promise<void> | null = null;
  /** The number of calls of the inner stream that have not settled. */
  #callCount = 0;
  #hasIterator = false;
  /** Set when a call has failed: the stream has ended. */
  #hasFailed = false;

  constructor(inner: FrameStream, guard: StreamGuard) {
    this.#inner = inner;
    this.#guard = guard;
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Frame, undefined> {
    const inner = this.#inner[Symbol.asyncIterator]();
    // The inner stream rejects a second consumer. It must not start the request.
    if (this.#hasIterator) return inner;
    this.#hasIterator = true;
    const iterator: AsyncIterableIterator<Frame, undefined> = {
      next: async () => {
        const result = await this.#call(async () => inner.next());
        if (result.done === true) await this.#complete();
        return result;
      },
      return: async () => {
        // Does not wait for a pending call: the return of an iterator closes the connection immediately.
        try {
          return (await inner.return?.()) ?? { done: true, value: undefined };
        } finally {
          await this.#close();
        }
      },
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
  }

  async summary(): Promise<TaskSummary> {
    const summary = await this.#call(async () => this.#inner.summary());
    await this.#finish(summary);
    return summary;
  }

  cancel(reason?: unknown): void {
    try {
      this.#inner.cancel(reason);
    } finally {
      void this.#close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#inner[Symbol.asyncDispose]();
    } finally {
      await this.#close();
    }
  }

  async #call<Value>(action: () => Promise<Value>): Promise<Value> {
    if (!this.#hasStarted) await this.#begin();
    this.#callCount++;
    try {
      return await action();
    } catch (error) {
      this.#hasFailed = true;
      throw error;
    } finally {
      this.#callCount--;
      if (this.#hasFailed || this.#closing.signal.aborted) await this.#abandon();
    }
  }

  async #begin(): Promise<void> {
    this.#start ??= this.#guard.onStart(this.#closing.signal);
    try {
      await this.#start;
      this.#hasStarted = true;
    } catch (error) {
      // A closed stream sends nothing: the inner stream throws its error.
      if (!this.#closing.signal.aborted) throw error;
    }
  }

  /** Called when the inner iterator is done. The summary is available without a request. */
  async #complete(): Promise<void> {
    if (this.#end === null && !this.#closing.signal.aborted) {
      await this.#finish(await this.#call(async () => this.#inner.summary()));
    }
  }

  async #finish(summary: TaskSummary | null): Promise<void> {
    if (this.#hasStarted) this.#end ??= this.#guard.onEnd(summary);
    await this.#end;
  }

  async #close(): Promise<void> {
    this.#closing.abort();
    await this.#abandon();
  }

  /** Ends the stream without a charge. Calls in flight do it instead, after the client has reported their attempts. */
  async #abandon(): Promise<void> {
    if (this.#callCount === 0) await this.#finish(null);
  }
}
