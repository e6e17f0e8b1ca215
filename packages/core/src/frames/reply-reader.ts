import { HiveDecodeError } from "../error/hive-decode-error.ts";
import { decodeFrame } from "../protocol/frame/decode-frame.ts";
import { noResult } from "../protocol/read-wire.ts";
import { decodeSummary } from "../protocol/reply/decode-task.ts";
import type { ReplyEnvelope } from "../protocol/reply/reply-format.ts";
import { ResultTally } from "../protocol/reply/result-tally.ts";
import type { Frame } from "../result/frame.ts";
import type { TaskSummary } from "../result/task.ts";
import { createFrameReader } from "./frame-reader.ts";
import type { FrameReader, RawFrame } from "./frame-reader.ts";
import { ReplySyntaxError } from "./reply-syntax.ts";
import type { ReplyBody } from "./reply-body.ts";
import type { ReplySource } from "./reply-source.ts";

/** So much is read at once: a consumer gets the first frames of a long piece before the rest of it is looked at. */
const PIECE_BYTES = 32 * 1024;
/** Of what comes first, less: many frames fit into it, and the first one is waited for. */
const FIRST_BYTES = 8 * 1024;

/** The reply that is being read. */
type OpenReply = {
  readonly body: ReplyBody;
  readonly reader: FrameReader;
  readonly decoder: InstanceType<typeof TextDecoder>;
  /** What has come of the body and was not read yet. */
  rest: Uint8Array | null;
  bytesRead: number;
  /** Frames of this reply so far, of the result that has most. */
  frameCount: number;
  /** Its first frame, as text; `null` until that is there. */
  start: string | null;
};

/** Reads one reply after the other, hands out their frames, and puts together what they say beside them. */
export class ReplyReader {
  readonly #source: ReplySource;
  readonly #onFrame: (frame: Frame) => void;
  /** What passed by, by result index, over all pages. */
  readonly #tallies: ResultTally[] = [];
  /** Set while a reply is being read; `null` before and between replies. */
  #reply: OpenReply | null = null;
  /** Set by the first page that came to its end: what it says beside its frames holds for all pages. */
  #envelope: ReplyEnvelope | null = null;
  /** The first frame of the page before, as text: a page that begins alike is the same page again. `null` on the first page. */
  #lastPageStart: string | null = null;
  /** Set by a frame that cannot be read; no frame is given out after it. Hive's own word on a failure may still come. */
  #unreadable: HiveDecodeError | null = null;
  /** Set by {@link ReplyReader.close}. */
  #isClosed = false;

  /** @param onFrame - Takes each frame as soon as its last byte was read. */
  constructor(source: ReplySource, onFrame: (frame: Frame) => void) {
    this.#source = source;
    this.#onFrame = onFrame;
  }

  /**
   * Reads the next piece, making a request first where none is open.
   *
   * @returns what the whole says beside its frames, once it has been read to its end; `null` before.
   * @throws HiveDecodeError, HiveTaskError, what the request or its body throws, or the signal's reason.
   */
  async read(signal: AbortSignal): Promise<TaskSummary | null> {
    const reply = (this.#reply ??= this.#begin(await this.#source.open(signal)));
    // It may have been closed while the request was under way.
    signal.throwIfAborted();
    reply.body.signal.throwIfAborted();
    const piece = reply.rest ?? (await this.#readPiece(reply));
    if (this.#isClosed || this.#reply === null) return null;
    try {
      if (piece !== null) {
        const start = piece.subarray(0, reply.bytesRead > 0 ? PIECE_BYTES : FIRST_BYTES);
        reply.rest = start.length < piece.length ? piece.subarray(start.length) : null;
        reply.bytesRead += start.length;
        reply.reader.push(reply.decoder.decode(start, { stream: true }));
        return null;
      }
      reply.reader.push(reply.decoder.decode());
      return this.#end(reply, reply.reader.end());
    } catch (error) {
      if (!(error instanceof ReplySyntaxError)) throw error;
      const { bytesRead: byteOffset } = reply;
      throw new HiveDecodeError(
        `Hive's reply ${error.message}, after ${byteOffset} bytes; the frames before that are whole, the rest is missing.`,
        { byteOffset },
      );
    }
  }

  /** Closes the connection, if one is open. May be called again. */
  close(): void {
    this.#isClosed = true;
    this.#reply?.body.close();
    this.#source.close?.();
  }

  async #readPiece(reply: OpenReply): Promise<Uint8Array | null> {
    try {
      return await reply.body.read();
    } catch (error) {
      reply.reader.push("");
      // Frames that were given out must not come again.
      if (reply.frameCount > 0 || this.#source.fail === undefined) throw error;
      this.#source.fail(error);
      this.#reply = null;
      return null;
    }
  }

  #begin(body: ReplyBody): OpenReply {
    const { format, limits } = this.#source;
    const reader = createFrameReader({ format, limits, onFrame: (raw) => this.#takeIn(raw) });
    if (this.#isClosed) body.close();
    return { body, reader, decoder: new TextDecoder(), rest: null, bytesRead: 0, frameCount: 0, start: null };
  }

  #end({ body, frameCount, start }: OpenReply, envelope: unknown): TaskSummary | null {
    const next = this.#source.after({ envelope, frameCount, secrets: body.secrets });
    this.#reply = null;
    this.#lastPageStart = start;
    if (next === "again") return null;
    const page = this.#source.format.read(envelope, body.secrets);
    // The first page's words on model, charge and media hold for all; what speaks against a result may stand on any.
    this.#envelope ??= page;
    if (page.results.length !== this.#envelope.results.length) throw noResult("other results", []);
    for (const [index, part] of page.results.entries()) this.#tallyOf(index).addPart(part);
    const options = { tallies: this.#tallies, secrets: body.secrets };
    // A page may tell of a failure of its own.
    decodeSummary(page, options);
    if (this.#unreadable !== null) throw this.#unreadable;
    return next === "page" ? null : decodeSummary(this.#envelope, options);
  }

  #takeIn(raw: RawFrame): void {
    const { resultIndex, index, arrayAt } = raw;
    if (this.#tallies.length === 0) this.#source.onFirstFrame?.();
    const tally = this.#tallyOf(resultIndex);
    this.#watchPage(raw);
    if (this.#unreadable !== null) return;
    try {
      const decoded = decodeFrame(raw.json, {
        resultIndex,
        // Over all pages.
        index: tally.frameCount,
        at: () => [...arrayAt, index],
      });
      tally.add(decoded);
      this.#onFrame(decoded.frame);
    } catch (error) {
      if (!(error instanceof HiveDecodeError)) throw error;
      this.#unreadable = error;
    }
  }

  #tallyOf(resultIndex: number): ResultTally {
    return (this.#tallies[resultIndex] ??= new ResultTally());
  }

  /** @throws HiveDecodeError if this page begins like the one before. */
  #watchPage({ index, json }: RawFrame): void {
    const reply = this.#reply;
    if (reply === null) return;
    reply.frameCount = Math.max(reply.frameCount, index + 1);
    // Only what can fail and be asked for again comes in pages.
    if (reply.start !== null || this.#source.fail === undefined) return;
    reply.start = JSON.stringify(json);
    if (reply.start === this.#lastPageStart) {
      throw noResult("the same page again", []);
    }
  }
}
