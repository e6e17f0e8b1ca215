import type { FoundText, JudgedText, PixelBox } from "../model/answer-frame.ts";
import type { FrameModel } from "../model/frame-model.ts";
import type { EmulatorTextBlock } from "./emulator-rule.ts";
import { listVisible } from "./find-visible.ts";

/** The text in media to which no rule applies. */
export const DEFAULT_TEXT_BLOCKS: readonly EmulatorTextBlock[] = [
  { text: "The emulator cannot read. Set textBlocks in a rule." },
];
/** The score of a word if the rule requests none. */
const DEFAULT_SCORE = 0.99;

/** A block with its judgment. */
export type JudgedBlock = EmulatorTextBlock & { readonly judgment: JudgedText };

/** Creates a model that finds the requested blocks. */
export function createTextBlockModel(blocks: readonly JudgedBlock[]): FrameModel {
  return (frame, { widthPx, heightPx }) => {
    const visible = listVisible(blocks, frame);
    return {
      kind: "textBlocks",
      timeSeconds: frame.timeSeconds,
      blocks: visible.map((block, line) => {
        const height = heightPx / visible.length;
        const ownLine = { left: 0, top: line * height, right: widthPx, bottom: (line + 1) * height };
        return { ...block.judgment, words: placeWords(block, block.box ?? ownLine) };
      }),
    };
  };
}

/** Divides a box among the words of a block, in proportion to their lengths. */
function placeWords({ text, score = DEFAULT_SCORE }: EmulatorTextBlock, box: PixelBox): FoundText["words"] {
  const words = text.split(/\s+/u).filter((word) => word !== "");
  const total = words.reduce((sum, word) => sum + word.length, 0);
  let length = 0;
  // Multiplied before it is divided, so that the last word ends exactly at the edge of the box.
  const placeEnd = () => box.left + ((box.right - box.left) * length) / total;
  return words.map((word) => {
    const left = placeEnd();
    length += word.length;
    return { text: word, score, box: { ...box, left, right: placeEnd() } };
  });
}
