import type { Random } from "./random.ts";

/** Characters to insert. */
const JUNK = [
  "{", "}", "[", "]", ",", ":", '"', "\\", " ", "0", "-", ".", "e", "n", "x", "\n", "\0", "/", "\uFEFF", "\uD83D", "€",
  "},{", "]]", ",,", "NaN", "'",
] as const; // prettier-ignore

/** Truncates a document, or changes a character or two. It may remain valid JSON. */
export function damageText(text: string, random: Random): string {
  if (random.chance(0.5)) return text.slice(0, random.below(text.length + 1));
  if (random.chance(0.1)) return addToList(text, random);
  let damaged = text;
  for (let count = random.between(1, 2); count > 0; count--) {
    const place = random.chance(0.5) ? random.below(damaged.length) : structureNear(damaged, random);
    const before = damaged.slice(0, place);
    const after = damaged.slice(place + 1);
    const character = damaged.charAt(place);
    damaged =
      before +
      random.pick([
        "",
        character + character,
        random.pick(JUNK),
        character + random.pick(JUNK),
        random.pick([",", "\u00A0", "\v"]) + character,
        // Swaps it with the next one.
        after.charAt(0) + character,
      ]) +
      after;
  }
  return damaged;
}

/** Adds a comma, or an element without one, to a list near the end, which is usually that of the frames. */
function addToList(text: string, random: Random): string {
  const place = text.lastIndexOf("]", text.length - random.size(40));
  return place === -1
    ? text
    : text.slice(0, place) + random.pick([",", " 1", "{}", ",,{}"]) + text.slice(place);
}

function structureNear(text: string, random: Random): number {
  const start = random.below(text.length);
  const distance = text.slice(start, start + 1000).search(/[{}[\],:"\\]/);
  return start + Math.max(distance, 0);
}

/** Changes a byte or two, so that the text is not valid UTF-8. */
export function damageBytes(bytes: Uint8Array<ArrayBuffer>, random: Random): Uint8Array<ArrayBuffer> {
  let damaged = bytes;
  for (let count = random.between(1, 2); count > 0 && damaged.length > 0; count--) {
    const place = random.below(damaged.length);
    const junk = random.pick([
      [0x80],
      [0xff],
      [0xc3],
      [0xe2, 0x82],
      [0xf0, 0x9f, 0x98],
      [0xed, 0xa0, 0x80],
      [0xef, 0xbb, 0xbf],
      [],
    ]);
    damaged = Uint8Array.of(
      ...damaged.subarray(0, place),
      ...junk,
      ...damaged.subarray(place + random.below(2)),
    );
  }
  return damaged;
}
