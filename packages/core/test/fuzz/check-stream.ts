import { isDeepStrictEqual } from "node:util";
import { ReplyFrameStream } from "../../src/frames/reply-frame-stream.ts";
import type { ReplyFormat } from "../../src/protocol/reply/reply-format.ts";
import { decodeFrame } from "../../src/protocol/frame/decode-frame.ts";
import type { Frame } from "../../src/result/frame.ts";
import { expectationOf, resultIndexAt } from "./expectation.ts";
import type { Expectation } from "./expectation.ts";
import { cutChunks } from "./fuzz-case.ts";
import type { Consumer, StreamCase } from "./fuzz-case.ts";
import { must } from "./mismatch.ts";
import type { FormatName } from "./random-reply.ts";

/** A body in chunks that records how it is read. */
class WatchedBody {
  readonly secrets: readonly string[] = [];
  readonly signal = new AbortController().signal;
  readonly #chunks: Uint8Array[];
  readonly #isSlow: boolean;
  isOpen = false;
  isClosed = false;
  isMisread = false;
  isAtEnd = false;
  #isBeingRead = false;

  constructor({ document, cuts, isSlow }: StreamCase) {
    this.#chunks = cutChunks(document, cuts);
    this.#isSlow = isSlow;
  }

  readonly close = (): void => {
    this.isClosed = true;
  };

  readonly read = async (): Promise<Uint8Array | null> => {
    if (this.#isBeingRead || this.isClosed || this.isAtEnd) this.isMisread = true;
    this.#isBeingRead = true;
    if (this.#isSlow) await new Promise((resolve) => setImmediate(resolve));
    this.#isBeingRead = false;
    const chunk = this.#chunks.shift();
    this.isAtEnd = chunk === undefined;
    return chunk ?? null;
  };
}

/** The output of the stream, and its end. */
type Output = {
  readonly frames: readonly Frame[];
  readonly end: "done" | "not reached" | { readonly error: unknown };
};

/** The expected output: the frames up to the first malformed one, then possibly an error. */
type StreamExpectation = Expectation & { readonly decoded: readonly Frame[]; readonly isUnreadable: boolean };

/**
 * Reads bytes through the stream as a consumer does, and compares the output with that of the oracles for the complete
 * text.
 *
 * @throws Mismatch
 */
export async function checkStream(fuzz: StreamCase): Promise<void> {
  const text = new TextDecoder().decode(fuzz.document);
  // Of two byte order marks, the standard removes only the first; Node's decoder removes both if a chunk ends inside
  // the first. Response.text() always does so (undici 7), and is otherwise equivalent.
  if (text.startsWith("\uFEFF")) return;
  const expected = decodeAll(expectationOf(text, fuzz.format));
  const body = new WatchedBody(fuzz);
  const stream = new ReplyFrameStream({
    format: bareFormat(fuzz.format),
    after: () => "none",
    open: async () => {
      body.isOpen = true;
      return body;
    },
  });
  await consume(fuzz.consumer, { stream, expected });
  must(!body.isOpen || body.isClosed || body.isAtEnd, "the body is not closed");
  must(!body.isMisread, "the body is read after its end");
}

/** Finds frames in the positions of Hive's responses, and rejects nothing. */
function bareFormat(name: FormatName): ReplyFormat {
  return {
    resultIndexAt: resultIndexAt[name],
    read: (json) => ({
      head: {
        kind: "model",
        id: "",
        projectId: null,
        userId: null,
        createdOn: null,
        fromCache: false,
        metadata: null,
        labels: [],
        raw: json,
      },
      results: [],
    }),
  };
}

function decodeAll(expected: Expectation): StreamExpectation {
  const decoded: Frame[] = [];
  const counts = new Map<number, number>();
  for (const { resultIndex, json } of expected.frames) {
    const index = counts.get(resultIndex) ?? 0;
    counts.set(resultIndex, index + 1);
    try {
      decoded.push(decodeFrame(json, { resultIndex, index, at: () => [] }).frame);
    } catch {
      return { ...expected, decoded, isUnreadable: true };
    }
  }
  return { ...expected, decoded, isUnreadable: false };
}

type Running = {
  readonly stream: ReplyFrameStream;
  readonly expected: StreamExpectation;
};

async function consume(consumer: Consumer, running: Running): Promise<void> {
  const iterator = running.stream[Symbol.asyncIterator]();
  const most = consumer.kind === "return" || consumer.kind === "summary" ? consumer.after : Infinity;
  const calls = consumer.kind === "together" ? consumer.calls : 1;
  const output = await take(iterator, { most, calls });
  checkOutput(output, running.expected);
  if (consumer.kind === "return") await checkReturn(iterator, consumer);
  else await checkSummary(output, running);
}

/** Reads frames up to a number or the end, with concurrent calls. */
async function take(
  iterator: AsyncIterableIterator<Frame, undefined>,
  options: { readonly most: number; readonly calls: number },
): Promise<Output> {
  const frames: Frame[] = [];
  let end: Output["end"] = "not reached";
  while (end === "not reached" && frames.length < options.most) {
    const settled = await Promise.allSettled(
      Array.from({ length: options.calls }, async () => iterator.next()),
    );
    for (const result of settled) {
      if (result.status === "fulfilled" && result.value.done !== true) {
        must(end === "not reached", "the iterator continues", "a frame after the end");
        frames.push(result.value.value);
      } else if (end === "not reached") {
        end = result.status === "rejected" ? { error: result.reason } : "done";
      }
    }
  }
  return { frames, end };
}

/** Checks that the summary agrees with the envelope, and fails if the frames do. */
async function checkSummary({ end }: Output, { stream, expected }: Running): Promise<void> {
  const [summary] = await Promise.allSettled([stream.summary()]);
  if (summary.status === "rejected") {
    must(end !== "done", "a valid document is rejected", "by summary() after its last frame");
    checkError(summary.reason, expected);
    return;
  }
  must(typeof end === "string", "an invalid document is accepted", "by summary() after an error");
  checkDone(expected);
  must(isDeepStrictEqual(summary.value.raw, expected.envelope), "the envelope differs");
}

/** Checks that after `return()` nothing is delivered or read, and the body is closed. */
async function checkReturn(
  iterator: AsyncIterableIterator<Frame, undefined>,
  consumer: Consumer & { readonly kind: "return" },
): Promise<void> {
  const pending = consumer.isPending ? Promise.allSettled([iterator.next()]) : null;
  await iterator.return?.();
  await pending;
  const after = await iterator.next();
  must(after.done === true, "the iterator continues", "after return()");
}

function checkOutput({ frames, end }: Output, expected: StreamExpectation): void {
  const { decoded, disputed, problem, isUnreadable } = expected;
  for (const [index, frame] of frames.entries()) {
    must(isDeepStrictEqual(frame, decoded[index] ?? frame), "a frame differs", `frame ${index}`);
  }
  const mayGoOn = (problem === "beside" || problem === "repeated") && !isUnreadable;
  const most = decoded.length + (disputed === null ? 0 : 1);
  must(frames.length <= most || mayGoOn, "an extra frame");
  if (end === "not reached") return;
  if (end === "done") checkDone(expected);
  else checkError(end.error, expected);
  must(frames.length >= decoded.length, "a frame is missing");
}

function checkDone({ problem, isUnreadable }: StreamExpectation): void {
  must(problem !== "repeated", "a repeated key is accepted");
  must(problem === null, "an invalid document is accepted");
  must(!isUnreadable, "an invalid document is accepted", "with a frame that cannot be read");
}

function checkError(error: unknown, { problem, isUnreadable }: StreamExpectation): void {
  must(problem !== null || isUnreadable, "a valid document is rejected", String(error));
  const kind: unknown = Reflect.get(Object(error), "kind");
  must(kind === "decode", "the error is of the wrong kind", String(error));
}
