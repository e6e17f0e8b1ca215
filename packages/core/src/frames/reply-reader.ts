import { HiveDecodeError } from "../error/hive-decode-error.ts";
import { decodeFrame } from "../protocol/frame/decode-frame.ts";
import { decodeSummary } from "../protocol/reply/decode-reply.ts";
import type { ReplyEnvelope } from "../protocol/reply/reply-format.ts";
import { ResultTally } from "../protocol/reply/result-tally.ts";
import { noResult } from "../protocol/wire/read-wire.ts";
import type { Place } from "../protocol/wire/read-wire.ts";
import type { Frame } from "../result/frame.ts";
import type { TaskSummary } from "../result/task.ts";
import { createFrameReader, ReplySyntaxError } from "./frame-reader.ts";
import type { FrameReader, RawFrame } from "./frame-reader.ts";
import type { ReplyBody, ReplySource, StreamEnding } from "./reply-source.ts";

/** The maximum size of a slice. The consumer receives the first frames of a long chunk before the rest is parsed. */
const SLICE_BYTES = 32 * 1024;
/** The size of the first slice. It is smaller, because the consumer is waiting, but still holds many frames. */
const FIRST_SLICE_BYTES = 8 * 1024;

/** The response that is being read. */
type OpenReply = {
  readonly body: ReplyBody;
  readonly reader: FrameReader;
  readonly decoder: InstanceType<typeof TextDecoder>;
  /** The part of the last chunk that is not yet parsed. */
  rest: Uint8Array | null;
  bytesRead: number;
  /** The number of frames in this response so far, in the result that has the most. */
  frameCount: number;
  /** The first frame as JSON; `null` until it arrives. */
  start: string | null;
};

/** Reads one response after another, delivers their frames, and assembles the summary. */
export class ReplyReader {
  readonly #source: ReplySource;
  readonly #onFrame: (frame: Frame) => void;
  /** The tallies over all pages, by result index. */
  readonly #tallies: ResultTally[] = [];
  /** Set while a response is being read; `null` before and between responses. */
  #reply: OpenReply | null = null;
  /** The envelope of the first page, which applies to all pages. Set when that page ends. */
  #envelope: ReplyEnvelope | null = null;
  /** The first frame of the previous page, as JSON, to detect a repeated page. `null` on the first page. */
  #lastPageStart: string | null = null;
  /**
   * Set by a malformed frame; no frame is delivered after it. Hive may still report a failure, which takes precedence.
   */
  #malformed: HiveDecodeError | null = null;
  /** Set by {@link ReplyReader.close}. */
  #isClosed = false;

  /** @param onFrame - Receives each frame as soon as its last byte is read. */
  constructor(source: ReplySource, onFrame: (frame: Frame) => void) {
    this.#source = source;
    this.#onFrame = onFrame;
  }

  /**
   * Reads the next chunk. Sends a request first if none is open.
   *
   * @returns the summary at the end; `null` until then.
   * @throws HiveDecodeError, HiveTaskError, the errors of the request and its body, or the signal's reason.
   */
  async read(signal: AbortSignal): Promise<TaskSummary | null> {
    const reply = (this.#reply ??= this.#begin(await this.#source.open(signal)));
    // The stream may have been closed while the request was in flight.
    signal.throwIfAborted();
    reply.body.signal.throwIfAborted();
    const chunk = reply.rest ?? (await this.#readChunk(reply));
    if (this.#isClosed || this.#reply === null) return null;
    try {
      if (chunk !== null) {
        const slice = chunk.subarray(0, reply.bytesRead > 0 ? SLICE_BYTES : FIRST_SLICE_BYTES);
        reply.rest = slice.length < chunk.length ? chunk.subarray(slice.length) : null;
        reply.bytesRead += slice.length;
        reply.reader.push(reply.decoder.decode(slice, { stream: true }), { hasMore: reply.rest !== null });
        return null;
      }
      reply.reader.push(reply.decoder.decode());
      return this.#end(reply, reply.reader.end());
    } catch (error) {
      if (!(error instanceof ReplySyntaxError)) throw error;
      const { bytesRead: byteOffset } = reply;
      throw new HiveDecodeError(
        `Hive's response ${error.message}, after ${byteOffset} bytes; the frames before that are complete.`,
        { byteOffset },
      );
    }
  }

  /** Closes the connection if one is open. May be called repeatedly. */
  close(ending: StreamEnding): void {
    this.#isClosed = true;
    this.#reply?.body.close();
    this.#source.close?.(
      ending,
      this.#tallies.reduce((sum, { frameCount }) => sum + frameCount, 0),
    );
  }

  async #readChunk(reply: OpenReply): Promise<Uint8Array | null> {
    try {
      return await reply.body.read();
    } catch (error) {
      this.#deliverDelayed(reply.reader);
      // A retry would deliver these frames twice.
      if (reply.frameCount > 0 || this.#source.fail === undefined) throw error;
      this.#source.fail(error);
      this.#reply = null;
      return null;
    }
  }

  /** Delivers a frame that is complete, but delayed. If it is malformed, the error of the body takes precedence. */
  #deliverDelayed(reader: FrameReader): void {
    // Nobody receives a frame after the close.
    if (this.#isClosed) return;
    try {
      reader.push("");
    } catch {
      // The stream ends with the error of the body.
    }
  }

  #begin(body: ReplyBody): OpenReply {
    const { format, limits } = this.#source;
    const reader = createFrameReader({
      format,
      limits,
      onFrame: (raw) => this.#addFrame(raw, () => [...raw.arrayAt, raw.index]),
    });
    if (this.#isClosed) body.close();
    return { body, reader, decoder: new TextDecoder(), rest: null, bytesRead: 0, frameCount: 0, start: null };
  }

  #end({ body, frameCount, start }: OpenReply, envelope: unknown): TaskSummary | null {
    const next = this.#source.after({ envelope, frameCount, secrets: body.secrets });
    this.#reply = null;
    this.#lastPageStart = start;
    if (next === "again") return null;
    const page = this.#source.format.read(envelope, body.secrets);
    // Model, charge and media come from the first page. Any page may report that a result is not evaluated.
    this.#envelope ??= page;
    if (page.results.length !== this.#envelope.results.length)
      throw noResult("the number of results changed", []);
    for (const [resultIndex, part] of page.results.entries()) {
      this.#getTally(resultIndex).addPart(part);
      // The arrays are empty by now. Only an object that is itself a frame remains.
      for (const json of part.output) this.#addFrame({ resultIndex, index: 0, json }, () => part.frameAt(0));
    }
    const options = { tallies: this.#tallies, secrets: body.secrets };
    // Each page may report a failure.
    decodeSummary(page, options);
    if (this.#malformed !== null) throw this.#malformed;
    return next === "page" ? null : decodeSummary(this.#envelope, options);
  }

  #addFrame(raw: Omit<RawFrame, "arrayAt">, at: Place): void {
    const { resultIndex } = raw;
    if (this.#tallies.length === 0) this.#source.onFirstFrame?.();
    const tally = this.#getTally(resultIndex);
    this.#checkPage(raw);
    if (this.#malformed !== null) return;
    try {
      const decoded = decodeFrame(raw.json, {
        resultIndex,
        // Counted over all pages.
        index: tally.frameCount,
        at,
      });
      tally.add(decoded);
      this.#onFrame(decoded.frame);
    } catch (error) {
      if (!(error instanceof HiveDecodeError)) throw error;
      this.#malformed = error;
    }
  }

  #getTally(resultIndex: number): ResultTally {
    return (this.#tallies[resultIndex] ??= new ResultTally());
  }

  /** @throws HiveDecodeError if this page begins with the same frame as the previous one. */
  #checkPage({ index, json }: Omit<RawFrame, "arrayAt">): void {
    const reply = this.#reply;
    if (reply === null) return;
    reply.frameCount = Math.max(reply.frameCount, index + 1);
    // Only a source with `fail` has pages.
    if (reply.start !== null || this.#source.fail === undefined) return;
    reply.start = writeFrame(json);
    if (reply.start === this.#lastPageStart) {
      throw noResult("it repeats the previous page", []);
    }
  }
}

/** Writes a frame as JSON. Unlike JSON.parse, JSON.stringify is recursive. */
function writeFrame(json: unknown): string {
  try {
    return JSON.stringify(json);
  } catch {
    throw noResult("a frame is nested too deeply", []);
  }
}
