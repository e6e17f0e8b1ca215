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
  // The slower counts are needed only if an object has more keys than expected, or a string begins with a colon.
  if (colonCount <= countKeys(json, countExpectedKeys)) return false;
  const keyCount = countKeys(json, () => 0);
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
 * @param countKnown - Returns the number of known keys of an element of an array. If it is not 0, other keys of this
 * element are not counted.
 */
function countKeys(json: unknown, countKnown: (element: WireObject) => number): number {
  let count = 0;
  const open: unknown[] = [json];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) {
      for (const element of value) {
        if (typeof element !== "object" || element === null) continue;
        const known = countKnown(element);
        if (known === 0) open.push(element);
        else count += known;
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

/** Counts the keys of a class or a vertex, the most frequent objects, without enumerating them, which takes longer. */
function countExpectedKeys({ class: name, score, x, y }: WireObject): number {
  return (typeof name === "string" && typeof score === "number") ||
    (typeof x === "number" && typeof y === "number")
    ? 2
    : 0;
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
