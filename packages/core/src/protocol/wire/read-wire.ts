import { HiveDecodeError } from "../../error/hive-decode-error.ts";
import { isObject } from "../../value/is-object.ts";

/** A position in a JSON document: object keys and array indexes, from the root. */
export type JsonPath = readonly (string | number)[];

/** An object in a response, not yet validated. */
export type WireObject = { readonly [key: string]: unknown };

/** Computes the position of a value in a response. Called only to report an error. */
export type Place = () => JsonPath;

// This code does not use the schemas, because it runs for a hundred scores per frame, is part of every bundle, and must
// work where code generation is forbidden. `schemas/` defines the same formats in zod; a property test compares the
// two.

/** Reads a string. Lenient: any other type becomes `null`, because this loses only information, which `raw` keeps. */
export function looseText(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** Reads a finite number. Lenient, like {@link looseText}. */
export function looseNumber(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** Reads a string or number as a string. Lenient, like {@link looseText}. Hive sends some values in either form. */
export function looseScalar(value: unknown): string | null {
  return typeof value === "number" ? String(value) : looseText(value);
}

/** Reads an object. Lenient, like {@link looseText}, but any other type becomes `{}`. */
export function looseObject(value: unknown): WireObject {
  return isObject(value) ? value : {};
}

/**
 * Reads a property that is a finite number. Strict: absent or null becomes `null`, anything else is an error.
 *
 * @param place - The position of the object.
 */
export function strictNumber(json: WireObject, key: string, place: Place): number | null {
  const value = json[key] ?? null;
  if (value === null || (typeof value === "number" && Number.isFinite(value))) return value;
  throw unreadable([...place(), key]);
}

/** Reads a property that is a string. Strict, like {@link strictNumber}. */
export function strictText(json: WireObject, key: string, place: Place): string | null {
  const value = json[key] ?? null;
  if (value === null || typeof value === "string") return value;
  throw unreadable([...place(), key]);
}

/** Reads a property that is an object. Strict, like {@link strictNumber}, but absent or null becomes `{}`. */
export function strictObject(json: WireObject, key: string, place: Place): WireObject {
  const value = json[key] ?? {};
  if (!isObject(value)) throw unreadable([...place(), key]);
  return value;
}

/**
 * Reads a property that is a list of objects. Strict, like {@link strictNumber}.
 *
 * @param read - Reads one element.
 */
export function strictList<Value>(
  json: WireObject,
  key: string,
  place: Place,
  read: (element: WireObject, place: Place) => Value,
): readonly Value[] | null {
  const value = json[key] ?? null;
  if (value === null) return null;
  if (!Array.isArray(value)) throw unreadable([...place(), key]);
  const list: Value[] = [];
  // One closure for all elements, valid while an element is read: a frame may have a hundred.
  const at: Place = () => [...place(), key, list.length];
  for (const element of value) {
    if (!isObject(element)) throw unreadable(at());
    list.push(read(element, at));
  }
  return list;
}

/** Returns the position of a property. */
export function below(place: Place, key: string): Place {
  return () => [...place(), key];
}

/** Creates the error for a value of an unexpected type that affects verdicts. Names the position, never the value. */
export function unreadable(path: JsonPath): HiveDecodeError {
  const shown = formatPath(path);
  return new HiveDecodeError(`Hive's response has an unexpected value at ${shown}. Please report it.`, {
    paths: [shown],
  });
}

/** Creates the error for a response without a result. */
export function noResult(problem: string, path: JsonPath): HiveDecodeError {
  return new HiveDecodeError(`Hive's response has no valid result: ${problem}.`, {
    paths: [formatPath(path)],
  });
}

/** Formats a path as in code: `status.response.output[3].classes`. The root is `(reply)`. */
function formatPath(path: JsonPath): string {
  let shown = "";
  for (const step of path) {
    if (typeof step === "number") shown += `[${step}]`;
    else shown += shown === "" ? step : `.${step}`;
  }
  return shown === "" ? "(reply)" : shown;
}
