import { HiveConfigError } from "@hivekit/core";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import {
  callable,
  checkOptions,
  flag,
  mustBe,
  numberFrom,
  optionsSchema,
  wholeNumber,
} from "./check-options.ts";

type Options = {
  readonly count?: number;
  readonly rate?: number | null;
  readonly isOn?: boolean;
  readonly onEnd?: () => void;
  readonly secrets?: readonly string[];
  readonly nested?: { readonly mode?: "on" | "off" };
};

const schema = optionsSchema<Options>({
  count: z.optional(wholeNumber(1, 10)),
  rate: z.nullish(numberFrom(0, 1)),
  isOn: z.optional(flag),
  onEnd: z.optional(callable),
  secrets: z.optional(z.array(z.string("must be a string"), "must be a list")),
  nested: z.optional(
    optionsSchema<NonNullable<Options["nested"]>>({
      mode: z.optional(z.enum(["on", "off"], mustBe('"on" or "off"'))),
    }),
  ),
});

function check(options: unknown): HiveConfigError | null {
  try {
    checkOptions("Owner", schema, options);
  } catch (error) {
    if (error instanceof HiveConfigError) return error;
    throw error;
  }
  return null;
}

describe("checkOptions", () => {
  it.each([
    [{}],
    [{ count: 1, rate: null, isOn: false, onEnd: () => {}, secrets: [], nested: { mode: "on" } }],
    [{ count: undefined, rate: undefined, nested: undefined, Count: undefined }],
    [{ count: 10, rate: 0.5 }],
  ])("accepts %o", (options) => {
    expect(check(options)).toBeNull();
  });

  it.each([
    [{ count: 0 }, "count", "Owner: count must be a whole number from 1 to 10, got 0."],
    [{ count: 11 }, "count", "Owner: count must be a whole number from 1 to 10, got 11."],
    [{ count: 1.5 }, "count", "Owner: count must be a whole number from 1 to 10, got 1.5."],
    [{ count: "1" }, "count", "Owner: count must be a whole number from 1 to 10, got a string."],
    [{ isOn: "" }, "isOn", "Owner: isOn must be a boolean, got an empty string."],
    [{ rate: Number.NaN }, "rate", "Owner: rate must be a number from 0 to 1, got NaN."],
    [
      { nested: { mode: "a string that may be a key" } },
      "nested.mode",
      'Owner: nested.mode must be "on" or "off", got a string.',
    ],
    [
      { nested: { mode: "sk-live-key" } },
      "nested.mode",
      'Owner: nested.mode must be "on" or "off", got a string.',
    ],
    [{ nested: { mode: "ON" } }, "nested.mode", 'Owner: nested.mode must be "on" or "off", got "ON".'],
    [{ isOn: null }, "isOn", "Owner: isOn must be a boolean, got null."],
    [{ onEnd: {} }, "onEnd", "Owner: onEnd must be a function, got an object."],
    [{ secrets: "s3cret" }, "secrets", "Owner: secrets must be a list."],
    [{ secrets: ["one", 2] }, "secrets", "Owner: secrets[1] must be a string."],
    [{ nested: null }, "nested", "Owner: nested must be a plain object."],
    [{ nested: { mode: "of" } }, "nested.mode", 'Owner: nested.mode must be "on" or "off", got "of".'],
    [{ nested: { Mode: 1 } }, "nested.Mode", "Owner: nested.Mode is unknown; use one of mode."],
  ])("rejects %o with the path of the option", (options, option, message) => {
    expect(check(options)).toMatchObject({ kind: "config", option, message });
  });

  it.each([
    null,
    undefined,
    [],
    "options",
    new Map([["count", 0]]),
    new Date(),
    Object.create({ count: 1 }),
    new (class Settings {
      get count() {
        return 0;
      }
    })(),
  ])("rejects options that are not a plain object: %o", (options) => {
    expect(check(options)).toMatchObject({ option: null, message: "Owner: options must be a plain object." });
  });

  it("accepts objects without a prototype, and checks the getters of literals", () => {
    expect(check(Object.assign(Object.create(null), { count: 1 }))).toBeNull();
    const settings = {
      get count() {
        return 0;
      },
    };
    expect(check(settings)).toMatchObject({ option: "count" });
  });
});
