/** Whether a code point starts at an index: not in the middle of a surrogate pair. */
function isCodePointStart(text: string, index: number): boolean {
  const isLow = (text.charCodeAt(index) & 0xfc00) === 0xdc00;
  return !isLow || (text.charCodeAt(index - 1) & 0xfc00) !== 0xd800;
}

/**
 * Moves an index forward by a number of code points. A lone surrogate counts as one.
 *
 * @param index - The start of a code point, in UTF-16 units.
 * @returns the index in UTF-16 units, at most the length of the text.
 */
export function advance(text: string, index: number, count: number): number {
  let at = index;
  for (let left = count; left > 0 && at < text.length; left--) at += isCodePointStart(text, at + 1) ? 1 : 2;
  return at;
}

/** Moves an index backward by a number of code points, at most to 0; see {@link advance}. */
export function retreat(text: string, index: number, count: number): number {
  let at = index;
  for (let left = count; left > 0 && at > 0; left--) at -= isCodePointStart(text, at - 1) ? 1 : 2;
  return at;
}
