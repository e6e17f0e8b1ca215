import { expect, it } from "vitest";
import { gifFrameAt, gifTimes } from "./gif-times.ts";

const times = gifTimes([1.5, 0.7, 0]);

it("adds up how long frames are shown; one without a time, or next to none, as long as browsers do", () => {
  expect(times.starts).toEqual([0, 1.5, 2.2]);
  expect(times.durationSeconds).toBeCloseTo(2.3);
  expect(gifTimes([0.01, 0.02]).starts).toEqual([0, 0.1]);
});

it.each([
  [0, 0],
  [1.49, 0],
  [1.5, 1],
  [2.2, 2],
  [99, 2],
])("at %d s shows frame %i", (seconds, frame) => {
  expect(gifFrameAt(times, seconds)).toBe(frame);
});
