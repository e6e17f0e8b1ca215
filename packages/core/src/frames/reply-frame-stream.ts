import { HiveClosedError } from "../error/hive-closed-error.ts";
import type { Frame } from "../result/frame.ts";
import type { TaskSummary } from "../result/task.ts";
import type { FrameStream } from "./frame-stream.ts";
import { ReplyReader } from "./reply-reader.ts";
import type { ReplySource, StreamEnding } from "./reply-source.ts";

/** A {@link FrameStream} over a response, or over several pages, read chunk by chunk. */
export class ReplyFrameStream implements FrameStream {
  readonly #abort = new AbortController();
  readonly #reader: ReplyReader;
  /** The complete frames that are not yet consumed, in reverse order: at most those of one chunk. */
  #ready: Frame[] = [];
  /** Set at the end of the source; frames may still be ready. */
  #ending: StreamEnding | null = null;
  /** Set by the first iterator. */
  #hasIterator = false;
  /** Set if {@link ReplyFrameStream.summary} dropped frames that the iterator had not received. */
  #hasDropped = false;
  /** Settles when the last `next()` or `summary()` does. These calls run one after another. */
  #lastCall: Promise<unknown> = Promise.resolve();
  /** The number of these calls that have not settled. */
  #callCount = 0;

  constructor(source: ReplySource) {
    this.#reader = new ReplyReader(source, (frame) => this.#ready.push(frame));
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Frame, undefined> {
    const isSecond = this.#hasIterator;
    this.#hasIterator = true;
    let isFinished = false;
    const iterator: AsyncIterableIterator<Frame, undefined> = {
      next: async () => {
        if (isFinished) return { done: true, value: undefined };
        if (isSecond) throw new HiveClosedError("This frame stream already has a consumer.");
        // A frame that is ready needs no further promise.
        const ready = this.#callCount === 0 ? this.#ready.pop() : undefined;
        const frame = ready ?? (await this.#enqueue(() => this.#next()));
        if (frame !== null) return { done: false, value: frame };
        isFinished = true;
        return { done: true, value: undefined };
      },
      return: async () => {
        isFinished = true;
        if (!isSecond) this.#close();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
  }

  async summary(): Promise<TaskSummary> {
    return this.#enqueue(async () => {
      while (this.#ending === null) {
        await this.#readChunk();
        this.#drop();
      }
      this.#drop();
      if ("error" in this.#ending) throw this.#ending.error;
      return this.#ending.summary;
    });
  }

  cancel(reason?: unknown): void {
    this.#close(reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#close();
  }

  async #enqueue<Value>(action: () => Promise<Value>): Promise<Value> {
    this.#callCount++;
    const result = this.#lastCall.then(action).finally(() => this.#callCount--);
    // This chain only keeps the order. The caller receives the error.
    this.#lastCall = result.catch(() => {});
    return result;
  }

  /** Returns the next frame; `null` at the end. */
  async #next(): Promise<Frame | null> {
    for (;;) {
      const frame = this.#ready.pop();
      if (frame !== undefined) return frame;
      if (this.#ending !== null) {
        if ("error" in this.#ending) throw this.#ending.error;
        if (this.#hasDropped) throw new HiveClosedError("summary() already consumed this frame stream.");
        return null;
      }
      await this.#readChunk();
    }
  }

  #drop(): void {
    this.#hasDropped ||= this.#ready.length > 0;
    this.#ready = [];
  }

  /** Reads one chunk. Never throws: an error ends the stream after the complete frames. */
  async #readChunk(): Promise<void> {
    try {
      const summary = await this.#reader.read(this.#abort.signal);
      if (summary !== null) this.#ending ??= { summary };
    } catch (error) {
      this.#ending ??= { error };
    }
    // Reversed for pop(): shift() would take quadratic time.
    this.#ready.reverse();
    // The stream has ended, or was closed in the meantime.
    if (this.#ending !== null) this.#reader.close(this.#ending);
  }

  #close(reason?: unknown): void {
    if (this.#ending !== null && this.#ready.length === 0) return;
    const error = new HiveClosedError("This frame stream was closed before its end.", reason);
    this.#ending = { error };
    this.#ready = [];
    this.#abort.abort(error);
    this.#reader.close(this.#ending);
  }
}
