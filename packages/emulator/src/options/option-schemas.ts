import * as z from "zod/mini";

// The messages are predicates. `checkOptions` prepends the path of the option to each message, and appends the value to
// messages with "must be".

/** A schema for each property of an options type. A missing schema or a schema of another type is a compile error. */
export type ShapeOf<Options> = { readonly [Key in keyof Options]-?: z.ZodMiniType<Options[Key]> };

/** A string of at least one character. */
export const nonEmptyString = stringMatching(/./s, "a non-empty string");

/** A non-empty array of non-empty strings. */
export const nonEmptyStrings = arrayOf(nonEmptyString).check(
  z.minLength(1, "must be an array of at least one non-empty string"),
);

/** `true` or `false`. */
export const flag = z.boolean("must be true or false");

/** A string that matches a pattern. @param expected - completes "must be …" */
export function stringMatching(pattern: RegExp, expected: string): z.ZodMiniString {
  const message = `must be ${expected}`;
  return z.string(message).check(z.regex(pattern, message));
}

/** A finite number from `min` to `max`, inclusive. */
export function numberFrom(min: number, max = Number.MAX_VALUE): z.ZodMiniNumber {
  return numberInRange("number", min, max);
}

/** A whole number from `min` to `max`, inclusive. */
export function wholeNumberFrom(min: number, max = Number.MAX_VALUE): z.ZodMiniNumber {
  return numberInRange("whole number", min, max);
}

function numberInRange(kind: "number" | "whole number", min: number, max: number): z.ZodMiniNumber {
  const range = max === Number.MAX_VALUE ? `of at least ${min}` : `from ${min} to ${max}`;
  const message = `must be a ${kind} ${range}`;
  const isWhole = (value: number): boolean => kind === "number" || Number.isInteger(value);
  return z.number(message).check(z.gte(min, message), z.lte(max, message), z.refine(isWhole, message));
}

/** One of the given strings. */
export function oneOf<const Choice extends string>(choices: readonly Choice[]): z.ZodMiniType<Choice> {
  return z.literal(choices, `must be one of ${quoteAll(choices)}`);
}

/** An array whose elements match a schema. */
export function arrayOf<Element extends z.ZodMiniType>(element: Element): z.ZodMiniArray<Element> {
  return z.array(element, "must be an array");
}

/**
 * An object with these options and no others. Rejects instances of classes, such as a `Map`, whose contents are not
 * properties and would be ignored.
 */
export function objectOf<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
): z.ZodMiniPipe<z.ZodMiniType<object>, z.ZodMiniObject<z.core.util.Writeable<Shape>, z.core.$strict>> {
  const known = Object.keys(shape).join(", ");
  const options = z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `has no ${issue.keys.length === 1 ? "option" : "options"} ${quoteAll(issue.keys)}. Known options: ${known}`
        : "must be an object",
  });
  return z.pipe(z.custom<object>(isPlainObject, "must be an object"), options);
}

function isPlainObject(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Another realm has another `Object.prototype`, and a module has none.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Quotes texts and joins them with commas: `"a", "b"`. */
export function quoteAll(texts: readonly string[]): string {
  return texts.map((text) => JSON.stringify(text)).join(", ");
}
