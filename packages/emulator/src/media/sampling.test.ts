import { expect, it } from "vitest";
import { computeSampleSize, computeSampleTimes, limitConvertedSize } from "./sampling.ts";

it.each([
  [0, 1],
  [5.934, 6],
  [10.077, 11],
  [27.4, 28],
  [4, 5],
])("media of %f s has %i frames", (duration, frames) => {
  const times = computeSampleTimes(duration);
  expect(times).toHaveLength(frames);
  expect(times.at(-1)).toBe(frames - 1);
});

it("rejects media that claims to be longer than six hours", () => {
  expect(() => computeSampleTimes(21_601)).toThrow(/CORRUPT_FILE.*21601 s/);
});

it.each([
  [640, 480, 160, 120],
  [100, 60, 100, 60],
  [10_000, 3, 160, 1],
])("an image of %i x %i pixels is analyzed as %i x %i", (widthPx, heightPx, width, height) => {
  expect(computeSampleSize({ width: widthPx, height: heightPx })).toEqual({ width, height });
});

it("scales the frames of a long animation down, so that all of them fit into memory", () => {
  const { width, height } = limitConvertedSize({ width: 160, height: 160 }, 39_000);
  expect(width * height * 39_000).toBeLessThan(44_000_000);
  expect(limitConvertedSize({ width: 160, height: 160 }, 1000)).toEqual({ width: 160, height: 160 });
});
