import { expect, it } from "vitest";
import { HiveInputError } from "../error/hive-input-error.ts";
import { maskClassAt } from "./mask-class-at.ts";

const MAPPING = [
  { class: "road", value: 0 },
  { class: "car", value: 7 },
  { class: "second car", value: 7 },
];
// Two rows of three pixels.
const PIXELS = new Uint8Array([0, 7, 9, 7, 0, 0]);

it("returns the class of a pixel, row by row from the top left", () => {
  expect(maskClassAt(PIXELS, MAPPING, { x: 0, y: 0, widthPx: 3 })).toBe("road");
  expect(maskClassAt(PIXELS, MAPPING, { x: 1, y: 0, widthPx: 3 })).toBe("car");
  expect(maskClassAt(PIXELS, MAPPING, { x: 0, y: 1, widthPx: 3 })).toBe("car");
  expect(maskClassAt(PIXELS, MAPPING, { x: 2, y: 1, widthPx: 3 })).toBe("road");
});

it("returns null for a value that is not in the mapping", () => {
  expect(maskClassAt(PIXELS, MAPPING, { x: 2, y: 0, widthPx: 3 })).toBeNull();
});

it("reads the first of several channels", () => {
  const pixels = new Uint8ClampedArray([0, 0, 0, 7, 7, 7, 7, 0]);
  expect(maskClassAt(pixels, MAPPING, { x: 1, y: 0, widthPx: 2, channels: 4 })).toBe("car");
});

it.each([
  { x: -1, y: 0 },
  { x: 3, y: 0 },
  { x: 0, y: 2 },
  { x: 0, y: -1 },
  { x: 0.5, y: 0 },
  { x: 0, y: Number.NaN },
])("rejects the position $x, $y, outside the mask", ({ x, y }) => {
  expect(() => maskClassAt(PIXELS, MAPPING, { x, y, widthPx: 3 })).toThrow(HiveInputError);
});

it.each([
  [null, null],
  [null, 5],
  ["widthPx", { x: 0, y: 0 }],
  ["widthPx", { x: 0, y: 0, widthPx: "secret" }],
  ["widthPx", { x: 0, y: 0, widthPx: 0 }],
  ["widthPx", { x: 0, y: 0, widthPx: -3 }],
  ["widthPx", { x: 0, y: 0, widthPx: 1.5 }],
  ["widthPx", { x: 0, y: 0, widthPx: Number.NaN }],
  ["channels", { x: 0, y: 0, widthPx: 3, channels: 0 }],
  ["foo", { x: 0, y: 0, widthPx: 3, foo: 5 }],
])("rejects the invalid option %s with a config error: %j", (option, position) => {
  const reading = (): unknown => Reflect.apply(maskClassAt, null, [PIXELS, MAPPING, position]);
  expect(reading).toThrow(
    expect.objectContaining({ kind: "config", option, message: expect.not.stringContaining("secret") }),
  );
});

it.each([null, undefined, {}, [null]])("rejects the mapping %j with a config error", (mapping) => {
  const reading = (): unknown =>
    Reflect.apply(maskClassAt, null, [PIXELS, mapping, { x: 0, y: 0, widthPx: 3 }]);
  expect(reading).toThrow(expect.objectContaining({ kind: "config", option: "mapping" }));
});

it("rejects a missing coordinate, and one that is not a number, without showing it", () => {
  const readAt = (position: object): unknown => Reflect.apply(maskClassAt, null, [PIXELS, MAPPING, position]);
  expect(() => readAt({ y: 0, widthPx: 3 })).toThrow("x is required.");
  expect(() => readAt({ x: "secret", y: 0, widthPx: 3 })).toThrow(
    "x must be a whole number from 0 to 2, got string.",
  );
});

it.each([4, 7])("rejects a width of %d for six pixels", (widthPx) => {
  expect(() => maskClassAt(PIXELS, MAPPING, { x: 0, y: 0, widthPx })).toThrow(HiveInputError);
});

it("rejects channels that do not match the size, and an empty mask", () => {
  expect(() => maskClassAt(PIXELS, MAPPING, { x: 0, y: 0, widthPx: 1, channels: 4 })).toThrow(HiveInputError);
  expect(() => maskClassAt(new Uint8Array(), MAPPING, { x: 0, y: 0, widthPx: 1 })).toThrow(HiveInputError);
});
