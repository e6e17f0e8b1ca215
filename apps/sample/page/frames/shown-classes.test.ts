import { expect, it } from "vitest";
import { selectShownClasses } from "./shown-classes.ts";

const series = (peaks: Readonly<Record<string, number>>) => ({
  ranked: () =>
    Object.entries(peaks).map(([name, peak]) => ({ class: name, peak, scale: "probability" as const })),
});
const nothing = { segments: [], verdict: null };

it("shows the classes with the highest peaks, without negative classes", () => {
  expect(selectShownClasses(series({ cat: 0.9, dog: 0.5, owl: 0.01, no_gun: 0.99 }), nothing)).toEqual([
    "cat",
    "dog",
  ]);
});

it("shows negative classes if there are no others", () => {
  expect(selectShownClasses(series({ no_gun: 0.99, yes_smoking: 0.01 }), nothing)).toEqual(["no_gun"]);
});

it("shows the classes of the segments first, and at most six lines", () => {
  const peaks = { a: 0.9, b: 0.8, c: 0.7, d: 0.6, e: 0.5, f: 0.4, g: 0.03 };
  const segments = [{ class: "g", start: 0, end: 1, peakScore: 0.03 }];
  expect(selectShownClasses(series(peaks), { segments, verdict: null })).toEqual([
    "g",
    "a",
    "b",
    "c",
    "d",
    "e",
  ]);
});

it("keeps the positions of lines while others appear and disappear", () => {
  expect(selectShownClasses(series({ b: 0.9, a: 0.8, c: 0.7 }), nothing, ["a", "x", "b"])).toEqual([
    "a",
    "b",
    "c",
  ]);
});
