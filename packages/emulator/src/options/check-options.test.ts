import { expect, it } from "vitest";
import * as z from "zod/mini";
import { checkOptions } from "./check-options.ts";
import {
  arrayOf,
  flag,
  nonEmptyString,
  nonEmptyStrings,
  numberFrom,
  objectOf,
  oneOf,
  wholeNumberFrom,
} from "./option-schemas.ts";
import { EmulatorOptionsError } from "./options-error.ts";

/** Returns the message for an invalid value. */
function messageFor(schema: z.ZodMiniType, value: unknown, name = "option"): string {
  try {
    checkOptions(schema, value, name);
  } catch (error) {
    if (error instanceof EmulatorOptionsError) return error.message;
    throw error;
  }
  return "";
}

it.each([
  [nonEmptyString, 3, "option must be a non-empty string, got 3."],
  [nonEmptyString, "", 'option must be a non-empty string, got "".'],
  [nonEmptyString, undefined, "option must be a non-empty string, got undefined."],
  [flag, null, "option must be true or false, got null."],
  [flag, "a".repeat(61), `option must be true or false, got "${"a".repeat(60)}…".`],
  [numberFrom(0, 1), 2, "option must be a number from 0 to 1, got 2."],
  [numberFrom(0), Number.NaN, "option must be a number of at least 0, got NaN."],
  [numberFrom(0), Number.POSITIVE_INFINITY, "option must be a number of at least 0, got Infinity."],
  [wholeNumberFrom(1), 1.5, "option must be a whole number of at least 1, got 1.5."],
  [wholeNumberFrom(1), "2", 'option must be a whole number of at least 1, got "2".'],
  [oneOf(["a", "b"]), "c", 'option must be one of "a", "b", got "c".'],
  [arrayOf(flag), {}, "option must be an array, got an object."],
  [nonEmptyStrings, [], "option must be an array of at least one non-empty string, got an empty array."],
  [nonEmptyStrings, ["a", 1], "option[1] must be a non-empty string, got 1."],
  [objectOf({ a: flag }), [true], "option must be an object, got an array."],
  [objectOf({ a: flag }), () => true, "option must be an object, got a function."],
  [objectOf({ a: z.optional(flag) }), new Map([["a", true]]), "option must be an object, got a Map."],
  [objectOf({ a: z.optional(flag) }), new Date(0), "option must be an object, got a Date."],
])("names the accepted values and the given value in the message: %#", (schema, value, message) => {
  expect(messageFor(schema, value)).toBe(message);
});

it.each([
  [nonEmptyString, " "],
  [numberFrom(0), 0],
  [numberFrom(0, 1), 1],
  [wholeNumberFrom(1), 1e300],
  [oneOf(["a", "b"]), "b"],
  [objectOf({ a: z.optional(flag) }), { a: undefined }],
  [objectOf({ a: z.optional(flag) }), Object.assign(Object.create(null), { a: true })],
])("returns a value at the limit of the accepted range: %#", (schema, value) => {
  expect(checkOptions<unknown>(schema, value, "option")).toEqual(value);
});

it("starts a path with the first property, and quotes properties that are not identifiers", () => {
  const schema = objectOf({
    rules: z.optional(arrayOf(objectOf({ name: nonEmptyString }))),
    files: z.optional(z.record(z.string(), flag)),
  });
  expect(messageFor(schema, { rules: [{ name: "a" }, { name: 3 }] })).toBe(
    "rules[1].name must be a non-empty string, got 3.",
  );
  expect(messageFor(schema, { files: { "https://a.example/": 1 } })).toBe(
    'files["https://a.example/"] must be true or false, got 1.',
  );
});

it("reports an unknown option with the known ones, rather than a missing option", () => {
  const schema = objectOf({ match: objectOf({ name: nonEmptyString, url: z.optional(nonEmptyString) }) });
  expect(messageFor(schema, { match: { nmae: "a" } })).toBe(
    'match has no option "nmae". Known options: name, url.',
  );
  expect(messageFor(schema, { match: { name: "a" }, a: 1, b: 2 }, "config.json")).toBe(
    'config.json has no options "a", "b". Known options: match.',
  );
});
