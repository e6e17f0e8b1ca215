import { HiveClosedError } from "../error/hive-closed-error.ts";
import { HiveDecodeError } from "../error/hive-decode-error.ts";
import type { FrameCount, Protocol } from "../protocol/protocol.ts";
import type { Frame } from "../result/frame.ts";
import type { TaskSummary } from "../result/task.ts";
import { FrameReader, ReplySyntaxError } from "./frame-reader.ts";
import type { RawFrame } from "./frame-reader.ts";
import type { FrameStream } from "./frame-stream.ts";
import type { ReplyBody } from "./reply-body.ts";

/** Where the stream's reply comes from. */
export type ReplySource = {
  readonly protocol: Protocol;
  /** Makes the request; called once, when somebody asks for the first frame or the summary. */
  readonly open: (signal: AbortSignal) => Promise<ReplyBody>;
};

/** How the stream ended: with a summary, with an error, or because it was closed. */
type Ending = { readonly summary: TaskSummary } | { readonly error: unknown };

/** A {@link FrameStream} over a reply that is read piece by piece. */
export class ReplyFrameStream implements FrameStream {
  readonly #source: ReplySource;
  readonly #abort = new AbortController();
  readonly #reader: FrameReader;
  readonly #decoder = new TextDecoder();
  /** What passed by, by result index. */
  readonly #counts = new Map<number, FrameCount>();
  /** Frames that are whole and not yet taken. */
  readonly #ready: Frame[] = [];
  /** Set once the reply has begun. */
  #body: ReplyBody | null = null;
  /** Bytes of the body read so far. */
  #bytesRead = 0;
  /** Set once nothing more comes; frames may still be ready. */
  #ending: Ending | null = null;
  /** Set by the first iterator. */
  #hasIterator = false;
  /** Set if {@link ReplyFrameStream.summary} threw away frames that an iterator has not seen. */
  #hasDropped = false;
  /** Settles when the last `next()` or `summary()` has: they take turns. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(source: ReplySource) {
    this.#source = source;
    this.#reader = new FrameReader({
      resultIndexAt: (path) => source.protocol.resultIndexAt(path),
      onFrame: (raw) => this.#takeIn(raw),
    });
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Frame, undefined> {
    const isSecond = this.#hasIterator;
    this.#hasIterator = true;
    let isFinished = false;
    const iterator: AsyncIterableIterator<Frame, undefined> = {
      next: async () => {
        if (isFinished) return { done: true, value: undefined };
        if (isSecond)
          throw new HiveClosedError("This frame stream has a reader already; submit again for another one.");
        const frame = await this.#inTurn(() => this.#next());
        if (frame !== null) return { done: false, value: frame };
        isFinished = true;
        return { done: true, value: undefined };
      },
      return: async () => {
        isFinished = true;
        if (!isSecond) this.#close("its reader stopped");
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
    this.#close("it was cancelled", reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#close("it was disposed of");
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
      const frame = this.#ready.shift();
      if (frame !== undefined) return frame;
      if (this.#ending !== null) {
        if ("error" in this.#ending) throw this.#ending.error;
        if (this.#hasDropped)
          throw new HiveClosedError("summary() read this frame stream to its end and dropped the rest.");
        return null;
      }
      await this.#readPiece();
    }
  }

  #drop(): void {
    if (this.#ready.length > 0) this.#hasDropped = true;
    this.#ready.length = 0;
  }

  /** Reads one piece of the body. Never throws: an error becomes the ending, behind the frames that were whole. */
  async #readPiece(): Promise<void> {
    try {
      this.#body ??= await this.#source.open(this.#abort.signal);
      // It may have been closed while the request was under way.
      if (this.#abort.signal.aborted) throw this.#abort.signal.reason;
      const piece = await this.#body.read();
      if (this.#ending !== null) return;
      if (piece !== null) {
        this.#bytesRead += piece.byteLength;
        this.#reader.push(this.#decoder.decode(piece, { stream: true }));
        return;
      }
      this.#reader.push(this.#decoder.decode());
      const envelope = this.#reader.end();
      this.#ending = {
        summary: this.#source.protocol.decodeSummary(envelope, {
          counts: this.#counts,
          secrets: this.#body.secrets,
        }),
      };
    } catch (error) {
      this.#ending ??= { error: this.#explain(error) };
      this.#body?.close();
    }
  }

  #explain(error: unknown): unknown {
    if (!(error instanceof ReplySyntaxError)) return error;
    return new HiveDecodeError(
      `Hive's reply ${error.message}, after ${this.#bytesRead} bytes; the frames before that are whole, the rest is missing.`,
      { byteOffset: this.#bytesRead },
    );
  }

  #takeIn(raw: RawFrame): void {
    const { resultIndex, index } = raw;
    const frame = this.#source.protocol.decodeFrame(raw.json, { resultIndex, index });
    const count = this.#counts.get(resultIndex) ?? { frames: 0, unevaluated: 0 };
    this.#counts.set(resultIndex, {
      frames: count.frames + 1,
      unevaluated: count.unevaluated + (frame.evaluated ? 0 : 1),
    });
    this.#ready.push(frame);
  }

  #close(why: string, reason?: unknown): void {
    if (this.#ending !== null && this.#ready.length === 0) return;
    const error = new HiveClosedError(
      `This frame stream was closed before its end: ${why}.`,
      reason === undefined ? undefined : { cause: reason },
    );
    this.#ending = { error };
    this.#ready.length = 0;
    this.#abort.abort(error);
    this.#body?.close();
  }
}
