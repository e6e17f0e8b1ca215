import type { ColorName } from "../colors/name-color.ts";
import { findColors, type ColorShares } from "./seen-colors.ts";
import { listWords } from "./words.ts";

/** What the emulator knows about the content of one prompt. All of this is emulator behavior. */
export type Evidence = {
  /** The names that a test card requests: properties that are true, and values of an enum. */
  readonly requested: ReadonlySet<string>;
  /** Whether the prompt has an image or a frame. */
  readonly hasPictures: boolean;
  /** The colors that are present, in descending order of their share. */
  readonly colors: readonly ColorName[];
  /** The words of the judged text, in lower case and in their order. */
  readonly words: readonly string[];
  /** An answer in plain text: the colors and the length of the text. */
  readonly sentence: string;
};

/** The content of one prompt. */
export type PromptContent = {
  readonly requested: ReadonlySet<string>;
  /** The colors of each image and frame. */
  readonly pictures: readonly ColorShares[];
  readonly judgedText: string | null;
};

/** Collects the evidence in one prompt. */
export function collectEvidence({ requested, pictures, judgedText }: PromptContent): Evidence {
  const colors = findColors(pictures);
  return {
    requested,
    hasPictures: pictures.length > 0,
    colors,
    words: judgedText === null ? [] : listWords(judgedText),
    sentence: describe({ requested, colors, pictureCount: pictures.length, judgedText }),
  };
}

function describe(content: {
  readonly requested: ReadonlySet<string>;
  readonly colors: readonly ColorName[];
  readonly pictureCount: number;
  readonly judgedText: string | null;
}): string {
  const { requested, colors, pictureCount, judgedText } = content;
  const sentences: string[] = [];
  if (requested.size > 0) sentences.push(`The file name requests ${[...requested].join(", ")}.`);
  if (pictureCount > 0) {
    const subject = pictureCount === 1 ? "The picture shows" : `The ${pictureCount} pictures show`;
    sentences.push(`${subject} ${colors.join(", ")}.`);
  }
  if (judgedText !== null) sentences.push(`The text has ${Array.from(judgedText).length} characters.`);
  return sentences.length === 0 ? "There is nothing to judge." : sentences.join(" ");
}
