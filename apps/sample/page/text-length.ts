import { countText } from "./words.ts";

/**
 * How long a text is that is to be submitted, in words.
 *
 * @param most - the longest text that the desk takes, in code points.
 * @returns words for below the field, and the sentence that keeps it from being submitted; `""` while it fits.
 */
export function textLengthWords(
  text: string,
  most: number,
): { readonly words: string; readonly problem: string } {
  // A form sends the end of a line as two characters.
  const length = Array.from(text.replaceAll("\n", "\r\n")).length;
  if (length === 0) return { words: `Up to ${countText(most, "character")}`, problem: "" };
  const words = `${length.toLocaleString("en")} of ${countText(most, "character")}`;
  if (length <= most) return { words, problem: "" };
  const problem = `The text is too long by ${countText(length - most, "character")}: Hive takes ${most.toLocaleString("en")}.`;
  return { words: `${words}: too long`, problem };
}
