import { expect, it } from "vitest";
import { sampleTimes } from "./sample-times.ts";

it.each([
  [0, 1],
  [5.934, 6],
  [10.077, 11],
  [27.4, 28],
  [4, 5],
])("a media of %f s has %i frames", (duration, frames) => {
  const times = sampleTimes(duration);
  expect(times).toHaveLength(frames);
  expect(times.at(-1)).toBe(frames - 1);
});

it("a media that claims to last longer than six hours is refused", () => {
  expect(() => sampleTimes(21_601)).toThrow(/CORRUPT_FILE.*21601 s/);
});
