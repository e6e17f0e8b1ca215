import { HiveClosedError } from "../error/hive-closed-error.ts";
import type { Frame } from "../result/frame.ts";
import type { TaskSummary } from "../result/task.ts";
import type { FrameStream } from "./frame-stream.ts";
import { ReplyReader } from "./reply-reader.ts";
import type { ReplySource } from "./reply-source.ts";

/** How the stream ended: with a summary, with an error, or because it was closed. */
type Ending = { readonly summary: TaskSummary } | { readonly error: unknown };

/** A {@link FrameStream} over a reply, or over the pages of one, that is read piece by piece. */
export class ReplyFrameStream implements FrameStream {
  readonly #abort = new AbortController();
  readonly #reader: ReplyReader;
  /** Frames that are whole and were not taken, the last one first: no more than a piece of the reply had. */
  #ready: Frame[] = [];
  /** Set once nothing more comes; frames may still be ready. */
  #ending: Ending | null = null;
  /** Set by the first iterator. */
  #hasIterator = false;
  /** Set if {@link ReplyFrameStream.summary} threw away frames that an iterator has not seen. */
  #hasDropped = false;
  /** Settles when the last `next()` or `summary()` has: they take turns. */
  #turn: Promise<unknown> = Promise.resolve();

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
        if (isSecond) throw new HiveClosedError("This frame stream has a reader.");
        const frame = await this.#inTurn(() => this.#next());
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
    return this.#inTurn(async () => {
      while (this.#ending === null) {
        await this.#readPiece();
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

  async #inTurn<Value>(action: () => Promise<Value>): Promise<Value> {
    const result = this.#turn.then(action);
    // The turn only keeps the order; whoever asked gets the error.
    this.#turn = result.catch(() => {});
    return result;
  }

  /** The next frame; `null` at the end. */
  async #next(): Promise<Frame | null> {
    for (;;) {
      const frame = this.#ready.pop();
      if (frame !== undefined) return frame;
      if (this.#ending !== null) {
        if ("error" in this.#ending) throw this.#ending.error;
        if (this.#hasDropped) throw new HiveClosedError("summary() has read this frame stream.");
        return null;
      }
      await this.#readPiece();
    }
  }

  #drop(): void {
    this.#hasDropped ||= this.#ready.length > 0;
    this.#ready = [];
  }

  /** Reads one piece. Never throws: an error becomes the ending, behind the frames that were whole. */
  async #readPiece(): Promise<void> {
    try {
      const summary = await this.#reader.read(this.#abort.signal);
      if (summary !== null) this.#ending ??= { summary };
    } catch (error) {
      this.#ending ??= { error };
    }
    // To take from the other end would cost the square of their number.
    this.#ready.reverse();
    // Whether it came to its end or was closed meanwhile.
    if (this.#ending !== null) this.#reader.close();
  }

  #close(reason?: unknown): void {
    if (this.#ending !== null && this.#ready.length === 0) return;
    const error = new HiveClosedError("This frame stream was closed before its end.", reason);
    this.#ending = { error };
    this.#ready = [];
    this.#abort.abort(error);
    this.#reader.close();
  }
}
