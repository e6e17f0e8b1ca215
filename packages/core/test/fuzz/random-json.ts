import { array, text } from "./json-tree.ts";
import type { JsonEntry, JsonTree } from "./json-tree.ts";
import type { Random } from "./random.ts";

/**
 * The parts of strings as JSON text: escapes, structural characters, lookalikes of boundaries, characters of all
 * sizes.
 */
const PIECES = [
  "a", "yes_smoking", " ", "time", "output", "0.5",
  String.raw`\"`, String.raw`\\`, String.raw`\\\"`, String.raw`\/`, String.raw`\n`, String.raw`\u0022`, String.raw`\u005c`,
  "{", "}", "[", "]", ",", ":", "},{", "],[", "]]],[", "]}", "}]}", "}]},{", "[[", "{{",
  String.raw`}]},{\"time\":`, String.raw`},{\"time\":`, String.raw`\",\"`, String.raw`{\"output\":[`,
  "ü", "€", "😀", "\u{10FFFF}", "\uD83D", "\uDE00", String.raw`\ud83d\ude00`, String.raw`\ud83d`, String.raw`\uDE00`,
  "\uFEFF", "\u2028", "\u2029", "\u007F", "\u00A0", "\uFFFD", String.raw`\u0000`, "//", "/*",
] as const; // prettier-ignore

const NUMBERS = [
  "0", "-0", "1", "-1", "1e999", "-1e999", "1E5", "1e-400", "0.1", "-0.0", "12345678901234567890", "1.5E+3",
] as const; // prettier-ignore

const LITERALS = ["null", "true", "false"] as const;

/** Creates the text of a string, with quotes. */
export function randomString(random: Random): string {
  let content = "";
  for (let count = random.chance(0.1) ? random.size(60) : random.below(4); count > 0; count--) {
    content += random.pick(PIECES);
  }
  return `"${content}"`;
}

/** Creates the text of a number: a score of 17 digits, or an unusual one. */
export function randomNumber(random: Random): string {
  if (random.chance(0.3)) return random.pick(NUMBERS);
  return `0.${String(random.below(1e9)).padStart(9, "0")}${random.between(1, 99_999_999)}`;
}

export function randomScalar(random: Random): JsonTree {
  if (random.chance(0.4)) return text(randomString(random));
  return text(random.chance(0.5) ? randomNumber(random) : random.pick(LITERALS));
}

/** Creates any JSON value up to a number of levels. */
export function randomJson(random: Random, levels = 3): JsonTree {
  if (levels === 0 || random.chance(0.3)) return randomScalar(random);
  const values = Array.from({ length: random.below(5) }, () => randomJson(random, levels - 1));
  if (random.chance(0.5)) return array(values);
  return { kind: "object", entries: values.map((value): JsonEntry => [randomKey(random), value]) };
}

const KEYS = ["a", "time", "output", "status", "response", "classes", "__proto__", "0", "toString"] as const;

/**
 * V8 up to 14.6 may confuse a key that is a single escape with another one, after a key that is a single backslash:
 * https://github.com/nodejs/node/issues/63785. The oracles would disagree.
 */
const SINGLE_ESCAPE = /^"\\(?:u.{4}|.)"$/;

function randomKey(random: Random): string {
  const key = random.chance(0.5) ? writeKey(random.pick(KEYS), random) : randomString(random);
  return SINGLE_ESCAPE.test(key) ? '"escape"' : key;
}

/** Creates the text of a key, sometimes with an escape that does not change it. */
export function writeKey(key: string, random: Random): string {
  if (key === "" || !random.chance(0.05)) return `"${key}"`;
  const place = random.below(key.length);
  const code = key.charCodeAt(place).toString(16).padStart(4, "0");
  return `"${key.slice(0, place)}\\u${random.chance(0.5) ? code : code.toUpperCase()}${key.slice(place + 1)}"`;
}

/** Creates nested arrays. */
export function deepJson(levels: number): JsonTree {
  let tree: JsonTree = text("1");
  for (let level = 0; level < levels; level++) tree = array([tree]);
  return tree;
}
