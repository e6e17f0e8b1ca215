import { EmulatorOptionsError } from "./options-error.ts";

/** An object whose keys are still to be checked. */
export type UncheckedObject = Readonly<Record<string, unknown>>;

/**
 * Refuses a value of an option.
 *
 * @param path - where it stands, such as `rules[0].match.name`.
 * @param expected - completes "must be …".
 */
export function refuse(path: string, expected: string, value: unknown): never {
  throw new EmulatorOptionsError(`${path} must be ${expected}, not ${show(value)}.`);
}

/** @returns an object with none but the known keys. */
export function checkObject(value: unknown, path: string, keys: readonly string[]): UncheckedObject {
  if (!isPlainObject(value)) refuse(path, "an object", value);
  const unknown = Object.keys(value).find((key) => !keys.includes(key));
  if (unknown !== undefined) {
    throw new EmulatorOptionsError(`${path} has no "${unknown}"; it takes ${keys.join(", ")}.`);
  }
  return value;
}

/** Whether it is an object with keys, and no list. */
export function isPlainObject(value: unknown): value is UncheckedObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @returns what `check` makes of each element; nothing for an absent list. */
export function checkList<T>(
  value: unknown,
  path: string,
  check: (item: unknown, path: string) => T,
): readonly T[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) refuse(path, "a list", value);
  return value.map((item: unknown, index) => check(item, `${path}[${index}]`));
}

export function checkText(value: unknown, path: string): string {
  return typeof value === "string" && value !== "" ? value : refuse(path, "a text that is not empty", value);
}

/** @returns the list, which has at least one text and none that is empty. */
export function checkTexts(value: unknown, path: string): readonly string[] {
  const texts = textsOf(value);
  return texts ?? refuse(path, "a list of at least one text, none of them empty", value);
}

/** The list as one of texts; `null` for what is no list, for an empty one, and for one that holds something else than texts that are not empty. */
export function textsOf(value: unknown): readonly string[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const texts = value.filter((text): text is string => typeof text === "string" && text !== "");
  return texts.length === value.length ? texts : null;
}

/** @returns the number; `min` and `max` are allowed. */
export function checkNumber(
  value: unknown,
  path: string,
  range: { readonly min: number; readonly max?: number; readonly whole?: boolean },
): number {
  const { min, max = Number.MAX_VALUE, whole = false } = range;
  const kind = whole ? "a whole number" : "a number";
  const expected = max === Number.MAX_VALUE ? `${kind} of at least ${min}` : `${kind} from ${min} to ${max}`;
  if (typeof value !== "number" || !(value >= min && value <= max) || (whole && !Number.isInteger(value))) {
    refuse(path, expected, value);
  }
  return value;
}

export function checkFlag(value: unknown, path: string): boolean {
  return typeof value === "boolean" ? value : refuse(path, "true or false", value);
}

/** @returns the word, which is one of `words`. */
export function checkWord<const T extends string>(value: unknown, path: string, words: readonly T[]): T {
  const word = words.find((known) => known === value);
  return word ?? refuse(path, `one of ${words.map((known) => `"${known}"`).join(", ")}`, value);
}

/** @returns `undefined` for an absent value, else what `check` makes of it. */
export function optional<T>(
  value: unknown,
  path: string,
  check: (value: unknown, path: string) => T,
): T | undefined {
  return value === undefined ? undefined : check(value, path);
}

function show(value: unknown): string {
  if (value === undefined) return "absent";
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === "number" || typeof value === "boolean" || value === null) return String(value);
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}
