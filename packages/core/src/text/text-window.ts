import { HiveConfigError } from "../error/hive-config-error.ts";
import { advance } from "./code-points.ts";

/** What finds the boundaries in a text. */
export type Segmenters = {
  /** Finds what a reader sees as one character, such as an emoji of several code points. */
  readonly grapheme: Intl.Segmenter;
  /** Finds sentences. */
  readonly sentence: Intl.Segmenter;
};

/**
 * Creates the segmenters. Their locale is fixed, so that the boundaries do not depend on the default of the machine. For
 * graphemes, the locale does not matter. Sentences end at the same marks in all languages, except for the Greek
 * question mark.
 *
 * @throws HiveConfigError if the runtime has no `Intl.Segmenter`.
 */
export function createSegmenters({ Segmenter }: Partial<Pick<typeof Intl, "Segmenter">> = Intl): Segmenters {
  if (Segmenter === undefined) {
    throw new HiveConfigError(
      "The text exceeds the limit, and this runtime has no Intl.Segmenter to split it; update the runtime, or load a polyfill.",
    );
  }
  return {
    grapheme: new Segmenter("en", { granularity: "grapheme" }),
    sentence: new Segmenter("en", { granularity: "sentence" }),
  };
}

/**
 * The part of a text from which one piece is cut. Only this part is segmented, so that the time for all pieces is
 * linear. All indexes are UTF-16 units in the complete text.
 */
export class TextWindow {
  readonly start: number;
  /** The largest possible end of the piece. */
  readonly end: number;
  readonly #text: string;
  readonly #graphemes: Intl.Segments;
  readonly #sentences: Intl.Segments;

  constructor(text: string, of: { readonly start: number; readonly limit: number; readonly by: Segmenters }) {
    this.#text = text;
    this.start = of.start;
    this.end = advance(text, of.start, of.limit);
    // Whether a grapheme ends at `end` depends on one more code point.
    const part = text.slice(of.start, advance(text, this.end, 1));
    this.#graphemes = of.by.grapheme.segment(part);
    this.#sentences = of.by.sentence.segment(part);
  }

  /** Finds the last boundary of graphemes at or before an index. */
  findGrapheme(index: number): number {
    return this.#findStart(this.#graphemes, index);
  }

  /** Finds the start of the sentence that contains an index; `null` if it is inside a grapheme. */
  findSentence(index: number): number | null {
    const start = this.#findStart(this.#sentences, index);
    return this.#isGraphemeStart(start) ? start : null;
  }

  /** Finds the last index from `least` to `most` that follows whitespace and is not inside a grapheme. */
  findWord(least: number, most: number): number | null {
    for (let index = most; index >= least; index--) {
      if (/\s/.test(this.#text.charAt(index - 1)) && this.#isGraphemeStart(index)) return index;
    }
    return null;
  }

  #isGraphemeStart(index: number): boolean {
    return this.findGrapheme(index) === index;
  }

  #findStart(segments: Intl.Segments, index: number): number {
    return this.start + (segments.containing(index - this.start)?.index ?? 0);
  }
}
