import { optionError } from "./option-error.ts";

/** What the option belongs to, for example `mapFrames`, and its name. */
export type OptionPlace = { readonly of: string; readonly option: string };

/** @throws HiveConfigError unless it is a whole number from 1. */
export function checkConcurrency(of: string, value: unknown): void {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 1) return;
  throw optionError(of, { option: "concurrency", words: "must be a whole number, 1 or more" });
}

/** @throws HiveConfigError unless it is a function, or absent where that is allowed. */
export function checkCallback(place: OptionPlace, value: unknown, isRequired = false): void {
  if (typeof value === "function" || (value === undefined && !isRequired)) return;
  throw optionError(place.of, { option: place.option, words: "must be a function" });
}

/** @throws HiveConfigError unless it is a number of seconds, 0 or more. */
export function checkSeconds(place: OptionPlace, value: unknown): void {
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return;
  throw optionError(place.of, { option: place.option, words: "must be a number of seconds, 0 or more" });
}

/** @throws HiveConfigError unless it is a probability or a level. */
export function checkScore(place: OptionPlace, value: unknown): void {
  const isLevel = value === 2 || value === 3;
  if (isLevel || (typeof value === "number" && value >= 0 && value <= 1)) return;
  const words = "must be a probability, 0 to 1, or for a class of a text model a whole level up to 3";
  throw optionError(place.of, { option: place.option, words });
}

/**
 * The entries of an object that are not `undefined`.
 *
 * @throws HiveConfigError if it is no object, or one with a property that is not known.
 */
export function checkEntries(
  place: OptionPlace,
  value: unknown,
  known?: readonly string[],
): readonly (readonly [name: string, item: unknown])[] {
  const { of, option } = place;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw optionError(of, { option, words: "must be an object" });
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const stranger = known === undefined ? undefined : entries.find(([name]) => !known.includes(name));
  if (stranger === undefined) return entries;
  const words = `has a property ${stranger[0]}, which is not known; known are ${known?.join(", ")}`;
  throw optionError(of, { option, words });
}

/**
 * The entries of an object whose keys are classes.
 *
 * @throws HiveConfigError if it is no object, or one without a class: then nothing would ever come.
 */
export function checkClasses(
  of: string,
  value: unknown,
): readonly (readonly [name: string, item: unknown])[] {
  const entries = checkEntries({ of, option: "classes" }, value);
  if (entries.length > 0) return entries;
  throw optionError(of, {
    option: "classes",
    words: "must name one class at least: nothing would ever come",
  });
}
