import { isObject } from "../../value/is-object.ts";
import type { WireObject } from "./read-wire.ts";

const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/**
 * Checks whether an object in a JSON document repeats a key. `JSON.parse` keeps only the last value, so the first one,
 * which may be the harmful one, would be lost.
 *
 * Every key is followed by a colon, so a document without repeated keys has as many colons outside strings as its
 * objects have keys. Counting them is many times faster than parsing.
 *
 * @param text - The document.
 * @param json - The same document, parsed.
 */
export function repeatsKey(text: string, json: unknown): boolean {
  const colonCount = countColonsAfterQuotes(text);
  // The slower counts are needed only if a class or vertex has other keys, or if a string begins with a colon.
  if (colonCount <= countKeys(json, false)) return false;
  const keyCount = countKeys(json, true);
  return colonCount > keyCount && countColonsOutsideStrings(text) > keyCount;
}

/** Counts the colons after a closing quotation mark, which follow keys, and those that begin a string. */
function countColonsAfterQuotes(text: string): number {
  let count = 0;
  for (let place = text.indexOf(":"); place !== -1; place = text.indexOf(":", place + 1)) {
    let at = place - 1;
    while (text.charCodeAt(at) <= SPACE) at--;
    let before = at - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    const isEscaped = (at - before) % 2 === 0;
    if (text.charCodeAt(at) === QUOTE && !isEscaped) count++;
  }
  return count;
}

/**
 * Counts the keys of all objects. Not recursive, because a document may be nested deeply.
 *
 * @param isExact - If not set, only two keys count of a class or a vertex. These are the most frequent objects, and
 * enumerating their keys takes several times longer.
 */
function countKeys(json: unknown, isExact: boolean): number {
  let count = 0;
  const open: unknown[] = [json];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) {
      for (const element of value) {
        if (typeof element !== "object" || element === null) continue;
        const { class: name, score, x, y }: WireObject = element;
        const hasBoth = (name !== undefined && score !== undefined) || (x !== undefined && y !== undefined);
        if (hasBoth && !isExact) count += 2;
        else open.push(element);
      }
    } else if (isObject(value)) {
      for (const key in value) {
        count++;
        const child = value[key];
        if (typeof child === "object") open.push(child);
      }
    }
  }
  return count;
}

function countColonsOutsideStrings(text: string): number {
  let count = 0;
  let isInString = false;
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place);
    if (code === QUOTE) isInString = !isInString;
    else if (!isInString) count += code === COLON ? 1 : 0;
    else if (code === BACKSLASH) place++;
  }
  return count;
}
