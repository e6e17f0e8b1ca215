// Superseded by src/options: only src/faults, src/emulator.ts, src/v2 and src/v3 still import from here.
import { checkOptions, EmulatorOptionsError } from "../options/check-options.ts";
import { nonEmptyStrings } from "../options/option-schemas.ts";

/** An object with unchecked properties. */
export type UncheckedObject = Readonly<Record<string, unknown>>;

/**
 * Rejects the value of an option.
 *
 * @param path - the path of the option, such as `faults[0].ms`.
 * @param expected - completes "must be …".
 */
export function refuse(path: string, expected: string, value: unknown): never {
  throw new EmulatorOptionsError(`${path} must be ${expected}, not ${show(value)}.`);
}

/** @returns an object without unknown keys. */
export function checkObject(value: unknown, path: string, keys: readonly string[]): UncheckedObject {
  if (!isPlainObject(value)) refuse(path, "an object", value);
  const unknown = Object.keys(value).find((key) => !keys.includes(key));
  if (unknown !== undefined) {
    throw new EmulatorOptionsError(`${path} has no option "${unknown}". Known options: ${keys.join(", ")}.`);
  }
  return value;
}

/** Whether a value is an object, not an array. */
export function isPlainObject(value: unknown): value is UncheckedObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @returns a string that is not empty. */
export function checkText(value: unknown, path: string): string {
  return typeof value === "string" && value !== "" ? value : refuse(path, "a non-empty string", value);
}

/** @returns an array of at least one string; no string is empty. */
export function checkTexts(value: unknown, path: string): readonly string[] {
  return checkOptions(nonEmptyStrings, value, path);
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

/** @returns `true` or `false`. */
export function checkFlag(value: unknown, path: string): boolean {
  return typeof value === "boolean" ? value : refuse(path, "true or false", value);
}

/** @returns the string, which is one of `words`. */
export function checkWord<const T extends string>(value: unknown, path: string, words: readonly T[]): T {
  const word = words.find((known) => known === value);
  return word ?? refuse(path, `one of ${words.map((known) => `"${known}"`).join(", ")}`, value);
}

/** @returns `undefined` for an absent value, otherwise the result of `check`. */
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
