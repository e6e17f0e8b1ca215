import { isDeepStrictEqual } from "node:util";
import { createFrameGuess } from "../../src/frames/frame-guess.ts";
import type { FrameGuess } from "../../src/frames/frame-guess.ts";
import { createFrameReader } from "../../src/frames/frame-reader.ts";
import type { RawFrame } from "../../src/frames/frame-reader.ts";
import { expectationOf, resultIndexAt } from "./expectation.ts";
import type { Expectation } from "./expectation.ts";
import { cutChunks } from "./fuzz-case.ts";
import type { ReaderCase } from "./fuzz-case.ts";
import { Mismatch, must } from "./mismatch.ts";

/** Statistics of a reader's guesses, and of frames that were delivered after the chunk that completed them. */
export type ReadingStatistics = {
  readonly guesses: number;
  readonly misses: number;
  readonly exactFrames: number;
  readonly lateFrames: number;
};

/** The output of the reader for a case. */
type Output = { readonly frames: readonly RawFrame[] } & (
  | { readonly envelope: unknown }
  | { readonly error: unknown }
);

/**
 * Reads a document and compares the output with that of the oracles. For a valid document, the output is its frames and
 * envelope; for an invalid one, the frames before the error, then an error. A complete frame must be delivered before
 * the next chunk.
 *
 * @throws Mismatch
 */
export function checkReader(fuzz: ReaderCase, onRead?: (statistics: ReadingStatistics) => void): void {
  const expected = expectationOf(fuzz.document, fuzz.format);
  const frames: RawFrame[] = [];
  const counts = { guesses: 0, misses: 0, exactFrames: 0 };
  const reader = createFrameReader({
    format: { resultIndexAt: resultIndexAt[fuzz.format] },
    onFrame: (frame) => void frames.push(frame),
    guess: fuzz.speculates ? countingGuess(counts) : null,
  });
  const pace = new Pace(expected);
  let end: { readonly envelope: unknown } | { readonly error: unknown };
  try {
    const chunks = cutChunks(fuzz.document, fuzz.cuts);
    for (const [index, chunk] of chunks.entries()) {
      // The reader may delay frames until the next chunk if it knows that there is one.
      const hasMore = chunk.length % 2 === 1 && index < chunks.length - 1;
      reader.push(chunk, { hasMore });
      pace.check(chunk.length, hasMore ? null : frames.length);
    }
    end = { envelope: reader.end() };
  } catch (error) {
    if (error instanceof Mismatch) throw error;
    end = { error };
  }
  onRead?.({ ...counts, lateFrames: pace.lateFrames });
  checkOutput({ frames, ...end }, expected);
}

function countingGuess(counts: { guesses: number; misses: number; exactFrames: number }): FrameGuess {
  const guess = createFrameGuess();
  return {
    find: (text) => guess.find(text),
    learn: (frame) => {
      counts.exactFrames++;
      guess.learn(frame);
    },
    parse: (text) => {
      const frames = guess.parse(text);
      counts.guesses++;
      if (frames === null) counts.misses++;
      return frames;
    },
  };
}

/** Records when frames are delivered. */
class Pace {
  readonly #expected: Expectation;
  /** The number of characters read so far. */
  #known = 0;
  /** The number of complete frames in them. */
  #due = 0;
  lateFrames = 0;

  constructor(expected: Expectation) {
    this.#expected = expected;
  }

  /** Records a chunk that was read, and the number of frames that were delivered by then; `null` if it is not checked. */
  check(pieceLength: number, given: number | null): void {
    const { frames } = this.#expected;
    if (given === null) {
      this.#known += pieceLength;
      return;
    }
    const before = Math.max(given, this.#due);
    this.#known += pieceLength;
    while ((frames[this.#due]?.knownAt ?? Infinity) <= this.#known) this.#due++;
    // A frame without an array may be delivered with the next chunk.
    const late = frames.slice(given, this.#due).find(({ json }) => JSON.stringify(json).includes("]"));
    must(
      late === undefined,
      "a frame is late",
      `frame ${late?.index}, complete after ${this.#known} characters`,
    );
    this.lateFrames += Math.max(0, this.#due - before);
  }
}

function checkOutput(output: Output, expected: Expectation): void {
  const { problem, frames, disputed } = expected;
  for (const [index, frame] of output.frames.entries()) {
    const { knownAt: _knownAt, ...whole } = frames[index] ?? disputed ?? { ...frame, knownAt: 0 };
    must(isDeepStrictEqual({ ...frame }, whole), "a frame differs", `frame ${index}`);
  }
  if ("error" in output) {
    must(problem !== null, "a valid document is rejected", String(output.error));
    const name: unknown = Reflect.get(Object(output.error), "name");
    must(name === "ReplySyntaxError", "the error is of the wrong kind", String(output.error));
  } else {
    must(problem !== "repeated", "a repeated key is accepted");
    must(problem === null, "an invalid document is accepted");
    must(isDeepStrictEqual(output.envelope, expected.envelope), "the envelope differs");
  }
  const missing = frames.length - output.frames.length;
  must(missing <= 0, "a frame is missing");
  // An error outside of the frames may be detected at the end, after later frames were delivered.
  const mayGoOn = problem === "beside" || problem === "repeated";
  must(missing >= (disputed === null ? 0 : -1) || mayGoOn, "an extra frame");
}
