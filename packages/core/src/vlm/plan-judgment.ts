import { splitChecked } from "../text/split-text.ts";
import type { JudgeOptions } from "./judge-options.ts";
import type { PromptPolicy } from "./prompt-policy.ts";

const DEFAULT_TEXT_CHARACTERS = 8000;
/** The characters that two successive pieces have in common. */
const OVERLAP = 200;

/** One call of a judgment: a part of the content, and the categories that the model is asked about. */
export type PlannedCall = {
  /** The position of the part. Calls about the same part have different categories. */
  readonly part: number;
  /** The indexes in the item of the images or the video that the part contains. */
  readonly mediaIndexes: readonly number[];
  /** The text of the part; `null` for none. */
  readonly text: string | null;
  /** In the order of the policy. */
  readonly categories: readonly string[];
};

/**
 * Divides a judgment into calls.
 *
 * A text that fits into one call accompanies each image, or the video. The pieces of a longer text are judged without
 * the media, and the media without the text.
 *
 * @throws HiveConfigError if a text must be split, and the runtime has no `Intl.Segmenter`.
 */
export function planJudgment(
  content: { readonly mediaCount: number; readonly text: string | null },
  policy: PromptPolicy,
  options: Pick<JudgeOptions, "perCategory" | "imagesPerCall" | "textCharacters">,
): readonly PlannedCall[] {
  const { mediaCount, text } = content;
  const { perCategory = false, imagesPerCall = 1, textCharacters: limit = DEFAULT_TEXT_CHARACTERS } = options;
  const overlap = Math.min(OVERLAP, Math.floor(limit / 4));
  const pieces = splitChecked(text ?? "", { limit, overlap }).map((piece) => piece.text);
  const shared = pieces.length === 1 ? (pieces[0] ?? null) : null;
  const withMedia = divide(mediaCount, imagesPerCall).map((mediaIndexes) => ({ mediaIndexes, text: shared }));
  const isTextApart = mediaCount === 0 || pieces.length > 1;
  const withText = isTextApart ? pieces.map((piece) => ({ mediaIndexes: [], text: piece })) : [];
  const names = Object.keys(policy.categories);
  const groups = perCategory ? names.map((name) => [name]) : [names];
  return [...withMedia, ...withText].flatMap((contents, part) =>
    groups.map((categories) => ({ ...contents, part, categories })),
  );
}

/** Divides the whole numbers below `count` into groups of up to `size`. */
function divide(count: number, size: number): readonly (readonly number[])[] {
  const indexes = Array.from({ length: count }, (_, index) => index);
  return indexes.flatMap((start) => (start % size === 0 ? [indexes.slice(start, start + size)] : []));
}
