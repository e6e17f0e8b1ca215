import { isDeepStrictEqual } from "node:util";
import { createFrameGuess } from "../../src/frames/frame-guess.ts";
import type { FrameGuess } from "../../src/frames/frame-guess.ts";
import { createFrameReader } from "../../src/frames/frame-reader.ts";
import type { RawFrame } from "../../src/frames/frame-reader.ts";
import { expectationOf, resultIndexAt } from "./expectation.ts";
import type { Expectation } from "./expectation.ts";
import { piecesOf } from "./fuzz-case.ts";
import type { ReaderCase } from "./fuzz-case.ts";
import { Mismatch, must } from "./mismatch.ts";

/** What the reader tells of its guesses, and how many frames were given out later than with the piece that completed them. */
export type ReadingStatistics = {
  readonly guesses: number;
  readonly misses: number;
  readonly exactFrames: number;
  readonly lateFrames: number;
};

/** The reader's answer to a case. */
type Answer = { readonly frames: readonly RawFrame[] } & (
  | { readonly envelope: unknown }
  | { readonly error: unknown }
);

/**
 * Reads a document and compares what comes with what the oracles say: frames and envelope of a valid one; of an invalid one the frames
 * before the error, then an error. No frame may be kept back when the text pauses behind it.
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
    for (const piece of piecesOf(fuzz.document, fuzz.cuts)) {
      reader.push(piece);
      pace.check(piece.length, frames.length);
    }
    end = { envelope: reader.end() };
  } catch (error) {
    if (error instanceof Mismatch) throw error;
    end = { error };
  }
  onRead?.({ ...counts, lateFrames: pace.lateFrames });
  checkAnswer({ frames, ...end }, expected);
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

/** Watches when frames are given out. */
class Pace {
  readonly #expected: Expectation;
  /** Characters read so far. */
  #known = 0;
  /** Frames that are whole in them. */
  #due = 0;
  lateFrames = 0;

  constructor(expected: Expectation) {
    this.#expected = expected;
  }

  /** Takes note of a piece that was read, and of the frames that were given out by then. */
  check(pieceLength: number, given: number): void {
    const { frames } = this.#expected;
    const before = Math.max(given, this.#due);
    this.#known += pieceLength;
    while ((frames[this.#due]?.knownAt ?? Infinity) <= this.#known) this.#due++;
    // A frame without a list in it may come with the next piece.
    const late = frames.slice(given, this.#due).find(({ json }) => JSON.stringify(json).includes("]"));
    must(
      late === undefined,
      "a frame comes late",
      `frame ${late?.index}, whole after ${this.#known} characters`,
    );
    this.lateFrames += Math.max(0, this.#due - before);
  }
}

function checkAnswer(answer: Answer, expected: Expectation): void {
  const { problem, frames, disputed } = expected;
  for (const [index, frame] of answer.frames.entries()) {
    const { knownAt: _knownAt, ...whole } = frames[index] ?? disputed ?? { ...frame, knownAt: 0 };
    must(isDeepStrictEqual({ ...frame }, whole), "a frame differs", `frame ${index}`);
  }
  if ("error" in answer) {
    must(problem !== null, "a valid document is refused", String(answer.error));
    const name: unknown = Reflect.get(Object(answer.error), "name");
    must(name === "ReplySyntaxError", "the error is of the wrong kind", String(answer.error));
  } else {
    must(problem !== "frames-twice", "a key that comes again is accepted");
    must(problem === null || problem === "no-frames-twice", "an invalid document is accepted");
    must(isDeepStrictEqual(answer.envelope, expected.envelope), "the envelope differs");
  }
  const missing = frames.length - answer.frames.length;
  // It may stop at the key that came again, where JSON.parse goes on.
  must(missing <= 0 || (problem === "no-frames-twice" && "error" in answer), "a frame is missing");
  // Beside the frames an error may be noticed at the end: what came after it was given out, and then refused.
  const mayGoOn = problem === "beside" || problem === "frames-twice";
  must(missing >= (disputed === null ? 0 : -1) || mayGoOn, "a frame is too much");
}
