import { HiveDecodeError } from "../error/hive-decode-error.ts";
import { isObject } from "../submission/is-object.ts";
import type { JsonPath } from "./protocol.ts";

/** An object of a reply; what it says is not known yet. */
export type WireObject = { readonly [key: string]: unknown };

/** Where a value stands in a reply; asked only for an error. */
export type Place = () => JsonPath;

// Written by hand rather than parsed with the schemas: this runs for each of a hundred scores of each frame, in every bundle, and
// where code may not be generated. `schemas/` says the same in zod, and a property test holds the two together.

/** Lenient: where only information is lost, another type reads as absent; `raw` still holds it. */
export function looseText(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** Lenient, as {@link looseText}. */
export function looseNumber(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** Lenient, as {@link looseText}; Hive writes some values now as a text, now as a number. */
export function looseScalar(value: unknown): string | null {
  return typeof value === "number" ? String(value) : looseText(value);
}

/** Strict: absent or null is `null`, a finite number itself, anything else an error. */
export function strictNumber(value: unknown, place: Place): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw unreadable(place());
}

/** Strict, as {@link strictNumber}. */
export function strictText(value: unknown, place: Place): string | null {
  if (value === undefined || value === null || typeof value === "string") return value ?? null;
  throw unreadable(place());
}

/**
 * Strict: absent or null is `null`, a list is read element by element, anything else is an error.
 *
 * @param read - Reads an element, which is an object.
 */
export function strictList<Value>(
  value: unknown,
  place: Place,
  read: (element: WireObject, place: Place) => Value,
): readonly Value[] | null {
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value)) throw unreadable(place());
  const list: Value[] = [];
  // One place for all elements, asked for only while one of them is read: there may be a hundred in each frame.
  const at: Place = () => [...place(), list.length];
  for (const element of value) {
    if (!isObject(element)) throw unreadable(at());
    list.push(read(element, at));
  }
  return list;
}

/** A place one step further down. */
export function below(place: Place, key: string): Place {
  return () => [...place(), key];
}

/** The error for a value that a verdict rests on, and that has another type. It names the place, never the value. */
export function unreadable(path: JsonPath): HiveDecodeError {
  const shown = showPath(path);
  return new HiveDecodeError(
    `Hive's reply has an unknown value at ${shown}, so it holds no result; please report the form.`,
    { paths: [shown] },
  );
}

/** The error for a reply that lacks what would be its result. */
export function noResult(has: string, path: JsonPath): HiveDecodeError {
  return new HiveDecodeError(`Hive's reply has ${has}, so it holds no result.`, { paths: [showPath(path)] });
}

/** Writes a path the way a programmer would: `status.response.output[3].classes`. The root is `(reply)`. */
function showPath(path: JsonPath): string {
  let shown = "";
  for (const step of path) {
    if (typeof step === "number") shown += `[${step}]`;
    else shown += shown === "" ? step : `.${step}`;
  }
  return shown === "" ? "(reply)" : shown;
}
