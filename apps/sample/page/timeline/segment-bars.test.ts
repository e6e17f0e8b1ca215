import { expect, it } from "vitest";
import { mergeSegments } from "./segment-bars.ts";

const segment = (start: number, end: number, peakScore = 0.5) => ({ class: "cat", start, end, peakScore });

it("creates a bar for each segment that can be distinguished", () => {
  expect(
    mergeSegments([segment(0, 3), segment(3, 6), segment(8, 9)], 10).map(({ start, end }) => [start, end]),
  ).toEqual([
    [0, 3],
    [3, 6],
    [8, 9],
  ]);
  expect(mergeSegments([], 10)).toEqual([]);
});

it("merges segments that cannot be distinguished", () => {
  expect(mergeSegments([segment(0, 1, 0.5), segment(2, 3, 0.9), segment(500, 501)], 1000)).toEqual([
    { start: 0, end: 3, peakScore: 0.9, count: 2 },
    { start: 500, end: 501, peakScore: 0.5, count: 1 },
  ]);
});

it("creates about a hundred bars at most, regardless of the number of segments", () => {
  const many = Array.from({ length: 1800 }, (_, place) => segment(place * 2, place * 2 + 1));
  const bars = mergeSegments(many, 3600);
  expect(bars.length).toBeLessThan(120);
  expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(1800);
});
