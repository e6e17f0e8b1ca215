import type { ChatMedia } from "../protocol/chat/plan-chat.ts";
import { readLimits, splitChecked } from "../text/split-text.ts";
import { fenceText } from "./fence-text.ts";
import type { JudgeOptions } from "./judge-options.ts";
import type { PromptPolicy } from "./prompt-policy.ts";

const DEFAULT_TEXT_CHARACTERS = 8000;
/** The characters that two pieces of a text share. */
const OVERLAP = 200;

/** One call of a judgment: some content, and the categories that the model is asked about. */
export type PlannedCall = {
  readonly categories: readonly string[];
  readonly media: readonly ChatMedia[];
  /** The indexes of `media` in the item. */
  readonly mediaIndexes: readonly number[];
  /** The text, already fenced; `null` for none. */
  readonly text: string | null;
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
  content: { readonly media: readonly ChatMedia[]; readonly text: string | null },
  policy: PromptPolicy,
  options: Pick<JudgeOptions, "perCategory" | "imagesPerCall" | "textCharacters">,
): readonly PlannedCall[] {
  const { media, text } = content;
  const { perCategory = false, imagesPerCall = 1, textCharacters: limit = DEFAULT_TEXT_CHARACTERS } = options;
  const overlap = Math.min(OVERLAP, Math.floor(limit / 4));
  const pieces = splitChecked(text ?? "", readLimits({ limit, overlap }, "judge")).map((piece) =>
    fenceText(piece.text),
  );
  const shared = pieces.length === 1 ? (pieces[0] ?? null) : null;
  const withMedia = chunk(
    media.map((one, index) => ({ one, index })),
    imagesPerCall,
  ).map((group) => ({
    media: group.map(({ one }) => one),
    mediaIndexes: group.map(({ index }) => index),
    text: shared,
  }));
  const isTextApart = media.length === 0 || pieces.length > 1;
  const withText = isTextApart ? pieces.map((piece) => ({ media: [], mediaIndexes: [], text: piece })) : [];
  const names = Object.keys(policy.categories);
  const groups = perCategory ? names.map((name) => [name]) : [names];
  return [...withMedia, ...withText].flatMap((parts) =>
    groups.map((categories) => ({ ...parts, categories })),
  );
}

function chunk<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const chunks: Item[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}
