import type { Expected, ExpectedResult, ExpectedTask } from "./cell.ts";
import type { FrameNote } from "./expected-frame.ts";

/** What a task says beside its results. */
export type HeadWords = Omit<ExpectedTask, "results">;

/** What a result says beside its frames. */
export type ResultWords = Omit<ExpectedResult, "frames" | "evaluated">;

/** What differs from the sound reply in a damaged one. */
type Differences = { readonly head?: Partial<HeadWords>; readonly result?: Partial<ResultWords> };

/** How the tables of one model type write down what they expect. */
export type Expectations = {
  /** The result is usable: it has these frames, and all of them were judged. */
  known(frames: readonly FrameNote[], differences?: Differences): Expected;
  /** The result must not be taken for harmless: it has these frames, and not all of them were judged. */
  unknown(frames: readonly FrameNote[], differences?: Differences): Expected;
};

/** @returns the words for a model type, of which a sound reply says this beside its frames. */
export function expectationsOf(head: HeadWords, result: ResultWords): Expectations {
  const write =
    (evaluated: boolean): Expectations["known"] =>
    (frames, differences = {}) => ({
      outcome: "task",
      task: {
        ...head,
        ...differences.head,
        results: [resultOf({ ...result, ...differences.result }, frames, { evaluated, resultIndex: 0 })],
      },
    });
  return { known: write(true), unknown: write(false) };
}

/** A result at a place. */
export function resultOf(
  words: ResultWords,
  frames: readonly FrameNote[],
  { evaluated, resultIndex }: { readonly evaluated: boolean; readonly resultIndex: number },
): ExpectedResult {
  return { ...words, evaluated, frames: frames.map((frame, index) => ({ ...frame, resultIndex, index })) };
}
