import { isObject } from "../value/is-object.ts";
import { policyError } from "./policy-error.ts";

/** Says what a value must be, if it is not that. */
export type Check = (value: unknown) => string | null;

/** The properties that are known. */
export type Checks = { readonly [property: string]: Check };

/** A check that asks one question. */
export function must(be: string, isRight: (value: unknown) => boolean): Check {
  return (value) => (isRight(value) ? null : `must ${be}`);
}

/**
 * Checks the properties of an object; one that is `undefined` counts as absent.
 *
 * @throws HiveConfigError if a property is not known, missing, or not right.
 */
export function checkProperties(
  value: unknown,
  of: { readonly path: string; readonly checks: Checks; readonly required: readonly string[] },
): asserts value is { readonly [key: string]: unknown } {
  const { path, checks, required } = of;
  if (!isObject(value)) throw policyError(path, "must be an object");
  const known = Object.keys(checks).join(", ");
  for (const [property, given] of Object.entries(value)) {
    if (given === undefined) continue;
    const at = path === "" ? property : `${path}.${property}`;
    const check = Object.hasOwn(checks, property) ? checks[property] : undefined;
    if (check === undefined) throw policyError(at, `is unknown; known are ${known}`);
    const words = check(given);
    if (words !== null) throw policyError(at, words);
  }
  const missing = required.find((property) => value[property] === undefined);
  if (missing !== undefined) throw policyError(path, `has no ${missing}; known are ${known}`);
}
