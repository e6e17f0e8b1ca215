/** Words at the start of a name that say nothing about the content. */
const LEADING_WORDS = new Set(["is", "has", "contains", "shows"]);
const WORD = /[\p{L}\p{N}]+/gu;

/**
 * Splits the name of a property into words in lower case: `containsHate_speech` has `hate` and `speech`. A leading
 * `is`, `has`, `contains` or `shows` is not one of them, unless it is the only word.
 */
export function splitName(name: string): readonly string[] {
  const spaced = name
    .replaceAll(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, " ")
    .replaceAll(/(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, " ");
  const words = listWords(spaced);
  const isLeading = words.length > 1 && LEADING_WORDS.has(words[0] ?? "");
  return isLeading ? words.slice(1) : words;
}

/** Lists the words of a text in lower case. Tags and entities, such as `<content>` and `&lt;`, are not words. */
export function listWords(text: string): readonly string[] {
  return (
    text
      .replaceAll(/<[^<>]{0,200}>|&[#\w]{1,20};/g, " ")
      .toLowerCase()
      .match(WORD) ?? []
  );
}

/** Checks whether a text contains all words of a name, in any order. @param words - the words of the text */
export function includesName(words: ReadonlySet<string>, name: string): boolean {
  const parts = splitName(name);
  return parts.length > 0 && parts.every((part) => words.has(part));
}
