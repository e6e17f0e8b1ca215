import { HiveInputError } from "../error/hive-input-error.ts";
import { checkOptions, createOptionError, wholeNumber } from "../options/check-options.ts";
import { describeType } from "../value/is-object.ts";
import { advance, retreat } from "./code-points.ts";
import { createSegmenters, TextWindow } from "./text-window.ts";
import type { Segmenters } from "./text-window.ts";

const DEFAULT_LIMIT = 1024;
const DEFAULT_OVERLAP = 100;
/** A piece ends at a sentence or a word only if it is filled so far. */
const LEAST_FILLED = 3 / 4;
/** How far before the required overlap a piece may start, as parts of the limit: at a word, at a grapheme. */
const WORD_REACH = 1 / 16;
const GRAPHEME_REACH = 1 / 4;

/** The options of {@link splitText}. */
export type SplitTextOptions = {
  /**
   * The largest length of a piece in characters, counted as Unicode code points, like `limits.textCharacters` of the
   * client. A whole number of at least 1.
   * @defaultValue 1024, Hive's default limit
   */
  readonly limit?: number | undefined;
  /**
   * The least number of characters that two successive pieces have in common, counted as code points. A whole number
   * from 0 to half of `limit`.
   * @defaultValue 100, or half of `limit` if that is less
   */
  readonly overlap?: number | undefined;
};

/** A piece: `text.slice(start, end)` of the original text. */
export type TextPiece = {
  /** The piece. It is part of the user's text: do not log it. */
  readonly text: string;
  /** Index of the first character in the original text, in UTF-16 units, as in all JavaScript strings. */
  readonly start: number;
  /** Index after the last character in the original text, in UTF-16 units. */
  readonly end: number;
};

/** The limits of pieces, in code points. */
type Limits = { readonly limit: number; readonly overlap: number };

/** Checks the options of {@link splitText}. */
export const SPLIT_CHECKS = { limit: wholeNumber(1), overlap: wholeNumber(0) };

/**
 * Splits a text into overlapping pieces, so that a phrase at the end of one piece is complete in the next one.
 *
 * - A piece ends after a sentence if one ends in its last quarter. Otherwise it ends after whitespace, or else between
 *   two graphemes (what readers see as one character).
 * - Every part of the text with at most `overlap` code points is complete in at least one piece. To start at a word or
 *   at a grapheme, two pieces may have more in common: up to `overlap` and a quarter of `limit`.
 * - Every piece has text that the pieces before it do not have.
 * - A surrogate pair is never split, and a grapheme of at most a quarter of `limit` code points is not split either.
 *
 * The time is linear in the length of the text. Runtimes with different Unicode versions may choose different
 * boundaries.
 *
 * @returns the pieces in order; `[]` for an empty text, and one piece for a text within the limit.
 * @throws HiveInputError if the text is not a string.
 * @throws HiveConfigError if an option is unknown or invalid, or the text exceeds the limit and the runtime has no
 * `Intl.Segmenter`, like Firefox before version 125.
 *
 * Source: https://docs.thehive.ai/reference/text-moderation recommends splitting at punctuation (read 2026-11-30).
 *
 * @example
 * ```ts
 * import { splitText } from "@hivekit/core/text";
 *
 * const text = "One sentence. And one more.";
 * for (const piece of splitText(text, { limit: 20, overlap: 5 })) console.log(piece.start, piece.end, piece.text);
 * ```
 */
export function splitText(text: string, options: SplitTextOptions = {}): readonly TextPiece[] {
  checkOptions<SplitTextOptions>(options, SPLIT_CHECKS, "splitText");
  if (typeof text !== "string") {
    throw new HiveInputError(`splitText() needs a string, got ${describeType(text)}.`);
  }
  return splitChecked(text, readLimits(options, "splitText"));
}

/** Applies the defaults. @throws HiveConfigError if the overlap is too large. */
export function readLimits(options: SplitTextOptions, of: string): Limits {
  const { limit = DEFAULT_LIMIT } = options;
  const most = Math.floor(limit / 2);
  const { overlap = Math.min(DEFAULT_OVERLAP, most) } = options;
  if (overlap > most) {
    throw createOptionError(
      { path: "overlap", problem: `must be at most ${most}, half of limit, got ${overlap}` },
      of,
    );
  }
  return { limit, overlap };
}

/** Splits a text as {@link splitText} does, with options that are already checked. */
export function splitChecked(text: string, limits: Limits): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let start = 0;
  /** The end of the last piece. */
  let end = 0;
  /** Created for the first cut. */
  let by: Segmenters | null = null;
  while (advance(text, start, limits.limit) < text.length) {
    by ??= createSegmenters();
    const window = new TextWindow(text, { start, limit: limits.limit, by });
    end = findEnd(text, window, { ...limits, previousEnd: end });
    pieces.push({ text: text.slice(start, end), start, end });
    start = findStart(text, window, { ...limits, end });
  }
  if (text !== "") pieces.push({ text: text.slice(start), start, end: text.length });
  return pieces;
}

/** Finds the end of a piece. It is always after the end of the previous one, and leaves room for the overlap. */
function findEnd(text: string, window: TextWindow, of: Limits & { readonly previousEnd: number }): number {
  const { start, end: most } = window;
  // The next piece starts at a grapheme after `start`.
  const shared = of.overlap === 0 ? 0 : of.overlap + Math.floor(of.limit * GRAPHEME_REACH);
  const least = Math.max(of.previousEnd, advance(text, start, shared)) + 1;
  const filled = Math.max(least, advance(text, start, Math.ceil(of.limit * LEAST_FILLED)));
  const sentence = window.findSentence(most);
  if (sentence !== null && sentence >= filled) return sentence;
  const word = window.findWord(filled, most);
  if (word !== null) return word;
  const grapheme = window.findGrapheme(most);
  return grapheme >= least ? grapheme : most;
}

/** Finds the start of the piece after one that ends at `end`. It is always after the start of that piece. */
function findStart(text: string, window: TextWindow, of: Limits & { readonly end: number }): number {
  const most = retreat(text, of.end, of.overlap);
  if (of.overlap === 0) return most;
  const reach = (share: number): number =>
    Math.max(window.start + 1, retreat(text, most, Math.floor(of.limit * share)));
  const word = window.findWord(reach(WORD_REACH), most);
  if (word !== null) return word;
  const grapheme = window.findGrapheme(most);
  return grapheme >= reach(GRAPHEME_REACH) ? grapheme : most;
}
