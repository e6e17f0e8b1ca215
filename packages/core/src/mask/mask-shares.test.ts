import fc from "fast-check";
import { expect, it } from "vitest";
import { HiveConfigError } from "../error/hive-config-error.ts";
import { HiveInputError } from "../error/hive-input-error.ts";
import { maskShares } from "./mask-shares.ts";

const MAPPING = [
  { class: "road", value: 0 },
  { class: "car", value: 7 },
  { class: "sky", value: 255 },
];

it("counts the pixels of each class in Hive's order, and the unmapped ones", () => {
  expect(maskShares(new Uint8Array([7, 0, 0, 9, 0, 0, 7, 0]), MAPPING)).toEqual({
    shares: [
      { class: "road", value: 0, pixels: 5, share: 0.625 },
      { class: "car", value: 7, pixels: 2, share: 0.25 },
      { class: "sky", value: 255, pixels: 0, share: 0 },
    ],
    unmapped: { pixels: 1, share: 0.125 },
    totalPixels: 8,
  });
});

it("reads the first of several channels", () => {
  const pixels = new Uint8ClampedArray([7, 7, 7, 255, 0, 0, 0, 255]);
  expect(maskShares(pixels, MAPPING, { channels: 4 })).toMatchObject({
    shares: [{ pixels: 1 }, { pixels: 1 }, { pixels: 0 }],
    unmapped: { pixels: 0 },
    totalPixels: 2,
  });
});

it("reads only the view of a larger buffer", () => {
  const pixels = new Uint8Array([7, 7, 7, 0]).subarray(2);
  expect(maskShares(pixels, MAPPING).shares.map((entry) => entry.pixels)).toEqual([1, 1, 0]);
});

it("counts all pixels as unmapped if the mapping is empty", () => {
  expect(maskShares(new Uint8Array([1, 2]), [])).toEqual({
    shares: [],
    unmapped: { pixels: 2, share: 1 },
    totalPixels: 2,
  });
});

it("counts a value that is mapped twice once, for the first entry", () => {
  const mapping = [
    { class: "first", value: 7 },
    { class: "second", value: 7 },
  ];
  const { shares, unmapped } = maskShares(new Uint8Array([7, 7]), mapping);
  expect(shares.map((entry) => entry.pixels)).toEqual([2, 0]);
  expect(unmapped.pixels).toBe(0);
});

it.each([-1, 256, 1.5, Number.NaN])("counts no pixel for the value %d, which is not a byte", (value) => {
  const { shares, unmapped } = maskShares(new Uint8Array([0, 1, 255]), [{ class: "unusual", value }]);
  expect(shares).toEqual([{ class: "unusual", value, pixels: 0, share: 0 }]);
  expect(unmapped.pixels).toBe(3);
});

it("rejects an empty mask", () => {
  expect(() => maskShares(new Uint8Array(), MAPPING)).toThrow(HiveInputError);
});

it("rejects a number of bytes that is not a multiple of the channels", () => {
  expect(() => maskShares(new Uint8Array(7), MAPPING, { channels: 4 })).toThrow(HiveInputError);
});

it.each([0, 5, -1, 1.5, Number.NaN])("rejects %d channels", (channels) => {
  expect(() => maskShares(new Uint8Array(60), MAPPING, { channels })).toThrow(HiveConfigError);
});

it.each([
  [null, null],
  [null, 5],
  ["foo", { foo: 5 }],
])("rejects the invalid option %s with a config error: %j", (option, options) => {
  const counting = (): unknown => Reflect.apply(maskShares, null, [new Uint8Array(4), MAPPING, options]);
  expect(counting).toThrow(expect.objectContaining({ kind: "config", option }));
});

it.each([null, undefined, {}, [null]])("rejects the mapping %j with a config error", (mapping) => {
  const counting = (): unknown => Reflect.apply(maskShares, null, [new Uint8Array(4), mapping]);
  expect(counting).toThrow(expect.objectContaining({ kind: "config", option: "mapping" }));
});

it("rejects pixels that are not bytes", () => {
  // @ts-expect-error -- values above 255 have no class
  expect(() => maskShares(new Uint16Array([300]), MAPPING)).toThrow(HiveInputError);
});

it("agrees with a naive count, and its shares sum to 1", () => {
  const entry = fc.record({ class: fc.string(), value: fc.integer({ min: 0, max: 9 }) });
  const mask = fc.integer({ min: 1, max: 4 }).chain((channels) =>
    fc.record({
      channels: fc.constant(channels),
      values: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 200 }),
      mapping: fc.uniqueArray(entry, { selector: ({ value }) => value }),
    }),
  );
  fc.assert(
    fc.property(mask, ({ channels, values, mapping }) => {
      const pixels = new Uint8Array(
        values.flatMap((value) =>
          Array.from({ length: channels }, (_, channel) => (channel === 0 ? value : 99)),
        ),
      );
      const { shares, unmapped, totalPixels } = maskShares(pixels, mapping, { channels });
      expect(totalPixels).toBe(values.length);
      expect(shares.map(({ class: name, value }) => ({ class: name, value }))).toEqual(mapping);
      for (const { value, pixels: count, share } of shares) {
        expect(count).toBe(values.filter((other) => other === value).length);
        expect(share).toBe(count / values.length);
      }
      const mapped = new Set(mapping.map(({ value }) => value));
      expect(unmapped.pixels).toBe(values.filter((value) => !mapped.has(value)).length);
      expect(shares.reduce((sum, { share }) => sum + share, unmapped.share)).toBeCloseTo(1, 12);
    }),
  );
});
