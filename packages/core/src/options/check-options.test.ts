import { describe, expect, it } from "vitest";
import { HiveConfigError } from "../error/hive-config-error.ts";
import {
  abortSignal,
  booleanValue,
  checkOptions,
  createOptionError,
  functionValue,
  mustBe,
  nonEmptyString,
  numberFrom,
  objectOf,
  oneOf,
  positiveNumber,
  recordOf,
  required,
  stringValue,
  valueOr,
  wholeNumber,
} from "./check-options.ts";
import type { OptionCheck } from "./check-options.ts";

/** The error for one option, as `option: message`; `null` if it is valid. */
function problemWith(check: OptionCheck, value: unknown): string | null {
  try {
    checkOptions({ it: value }, { it: check });
    return null;
  } catch (error) {
    if (error instanceof HiveConfigError) return `${error.option}: ${error.message}`;
    throw error;
  }
}

describe("a check", () => {
  it.each<[name: string, check: OptionCheck, valid: readonly unknown[]]>([
    ["booleanValue", booleanValue, [true, false]],
    ["functionValue", functionValue, [() => {}, Date]],
    ["stringValue", stringValue, ["", "a"]],
    ["nonEmptyString", nonEmptyString, ["a"]],
    ["positiveNumber", positiveNumber, [1, 0.001, Number.MAX_VALUE]],
    ["numberFrom", numberFrom(0), [0, 1.5, Number.MAX_VALUE]],
    ["numberFrom a range", numberFrom(0, 1), [0, 0.5, 1]],
    ["wholeNumber", wholeNumber(0), [0, 1, Number.MAX_SAFE_INTEGER]],
    ["wholeNumber of a range", wholeNumber(1, 3), [1, 2, 3]],
    ["oneOf", oneOf("a", "b"), ["a", "b"]],
    ["abortSignal", abortSignal, [new AbortController().signal]],
    ["valueOr", valueOr(null, wholeNumber(1)), [null, 1]],
    ["objectOf", objectOf({ a: wholeNumber(1) }), [{}, { a: 1 }, { a: undefined, b: undefined }]],
    ["recordOf", recordOf(wholeNumber(1)), [{}, { a: 1, b: 2 }]],
  ])("%s accepts valid values, and undefined as absent", (_name, check, valid) => {
    for (const value of [...valid, undefined]) expect(problemWith(check, value)).toBeNull();
  });

  it.each<[check: OptionCheck, value: unknown, message: string]>([
    [booleanValue, "yes", "it: it must be a boolean, got string."],
    [functionValue, 5, "it: it must be a function, got number."],
    [stringValue, null, "it: it must be a string, got null."],
    [nonEmptyString, "", "it: it must be a non-empty string, got an empty string."],
    [objectOf({}), new Date(), "it: it must be a plain object, got Date."],
    [objectOf({}), new AbortController(), "it: it must be a plain object, got AbortController."],
    [recordOf(wholeNumber(0)), new Map(), "it: it must be a plain object, got Map."],
    [recordOf(wholeNumber(0)), "ab", "it: it must be a plain object, got string."],
    [positiveNumber, -1, "it: it must be a positive number, got -1."],
    [positiveNumber, Number.POSITIVE_INFINITY, "it: it must be a positive number, got Infinity."],
    [numberFrom(0), -0.5, "it: it must be a number of at least 0, got -0.5."],
    [numberFrom(0, 1), Number.NaN, "it: it must be a number from 0 to 1, got NaN."],
    [numberFrom(0, 1), "1", "it: it must be a number from 0 to 1, got string."],
    [wholeNumber(1), 1.5, "it: it must be a whole number of at least 1, got 1.5."],
    [wholeNumber(1, 10), 11, "it: it must be a whole number from 1 to 10, got 11."],
    [oneOf("v1", "v2"), "v9", "it: it must be one of v1, v2, got string."],
    [oneOf("v1", "v2"), 1, "it: it must be one of v1, v2, got number."],
    [abortSignal, {}, "it: it must be an AbortSignal, got object."],
    [valueOr(null, wholeNumber(1)), 0, "it: it must be null or a whole number of at least 1, got 0."],
    [valueOr(false, objectOf({})), true, "it: it must be false or a plain object, got true."],
    [
      valueOr(false, objectOf({ a: wholeNumber(1) })),
      { a: 0 },
      "it.a: it.a must be a whole number of at least 1, got 0.",
    ],
    [
      valueOr(false, objectOf({ a: stringValue })),
      { number: 1 },
      "it.number: it.number is unknown; use one of a.",
    ],
    [objectOf({}), [], "it: it must be a plain object, got array."],
    [objectOf({ a: wholeNumber(1) }), { a: 0 }, "it.a: it.a must be a whole number of at least 1, got 0."],
    [
      objectOf({ a: objectOf({ b: wholeNumber(1) }) }),
      { a: { b: true } },
      "it.a.b: it.a.b must be a whole number of at least 1, got boolean.",
    ],
    [objectOf({ a: stringValue, b: stringValue }), { c: 1 }, "it.c: it.c is unknown; use one of a, b."],
    [recordOf(wholeNumber(1)), { x: 1, y: 0 }, "it.y: it.y must be a whole number of at least 1, got 0."],
    [recordOf(wholeNumber(1)), "text", "it: it must be a plain object, got string."],
    [required(stringValue), undefined, "it: it is required."],
    [required(stringValue), 1, "it: it must be a string, got number."],
  ])("names the option and its valid values: %#", (check, value, message) => {
    expect(problemWith(check, value)).toBe(message);
  });

  it("includes only values of the shown type, and no long string", () => {
    const never = (): boolean => false;
    const key = "0123456789abcdef0123";
    expect(problemWith(mustBe("x", never), "secret")).toBe("it: it must be x, got string.");
    expect(problemWith(mustBe("x", never), 12_345)).toBe("it: it must be x, got number.");
    expect(problemWith(mustBe("x", never), Object.create(null))).toBe("it: it must be x, got object.");
    expect(problemWith(mustBe("x", never), Symbol("secret"))).toBe("it: it must be x, got symbol.");
    for (const misplaced of [key, "sk-live-secret-key", "v1-key"]) {
      expect(problemWith(oneOf("v1"), misplaced)).toBe("it: it must be one of v1, got string.");
    }
  });
});

it("mustBe treats a value as invalid if its check throws", () => {
  const isJson = mustBe("JSON", (value) => JSON.stringify(value) !== undefined);
  expect(problemWith(isJson, {})).toBeNull();
  expect(problemWith(isJson, 1n)).toBe("it: it must be JSON, got bigint.");
});

describe("checkOptions", () => {
  it("rejects options that are not a plain object, without an option to name", () => {
    for (const value of [null, undefined, "text", []]) {
      expect(() => checkOptions(value, {})).toThrow(
        expect.objectContaining({
          kind: "config",
          option: null,
          message: expect.stringMatching(/^options must be a plain object, got/),
        }),
      );
    }
  });

  it("rejects properties that only look known", () => {
    for (const options of [JSON.parse('{"__proto__":1}'), { toString: 1 }, { constructor: 1 }]) {
      expect(() => checkOptions(options, { a: stringValue })).toThrow(/ is unknown; use one of a\.$/);
    }
  });

  it("reports the first problem in the order of the given properties, then missing options", () => {
    const checks = { a: required(wholeNumber(1)), b: wholeNumber(1) };
    const named = (option: string): Error => expect.objectContaining({ option });
    expect(() => checkOptions({ z: 1, b: 0 }, checks)).toThrow(named("z"));
    expect(() => checkOptions({ b: 0, z: 1 }, checks)).toThrow(named("b"));
    expect(() => checkOptions({ b: 1 }, checks)).toThrow(named("a"));
  });

  it("starts the message with the name of the function", () => {
    expect(() => checkOptions({ n: 0 }, { n: wholeNumber(1) }, "mapFrames")).toThrow(
      "mapFrames: n must be a whole number of at least 1, got 0.",
    );
    expect(() => checkOptions(null, {}, "mapFrames")).toThrow(
      "mapFrames: options must be a plain object, got null.",
    );
  });
});

it("createOptionError creates the same error for a problem that no check detects", () => {
  const problem = "must be at most enter, got 0.9";
  expect(createOptionError({ path: "red.leave", problem }, "segments")).toMatchObject({
    kind: "config",
    option: "red.leave",
    message: "segments: red.leave must be at most enter, got 0.9.",
  });
});
