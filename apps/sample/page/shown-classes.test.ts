import { expect, it } from "vitest";
import { shownClasses } from "./shown-classes.ts";

const series = (peaks: Readonly<Record<string, number>>) => ({
  ranked: () =>
    Object.entries(peaks).map(([name, peak]) => ({ class: name, peak, scale: "probability" as const })),
});
const nothing = { segments: [], verdict: null };

it("shows the strongest, and none of what says that nothing is there", () => {
  expect(shownClasses(series({ cat: 0.9, dog: 0.5, owl: 0.01, no_gun: 0.99 }), nothing)).toEqual([
    "cat",
    "dog",
  ]);
});

it("shows what says that nothing is there where there is nothing else", () => {
  expect(shownClasses(series({ no_gun: 0.99, yes_smoking: 0.01 }), nothing)).toEqual(["no_gun"]);
});

it("shows what the segments speak of first, and six lines at most", () => {
  const peaks = { a: 0.9, b: 0.8, c: 0.7, d: 0.6, e: 0.5, f: 0.4, g: 0.03 };
  const segments = [{ class: "g", start: 0, end: 1, peakScore: 0.03 }];
  expect(shownClasses(series(peaks), { segments, verdict: null })).toEqual(["g", "a", "b", "c", "d", "e"]);
});

it("keeps lines where they are, while others come and go", () => {
  expect(shownClasses(series({ b: 0.9, a: 0.8, c: 0.7 }), nothing, ["a", "x", "b"])).toEqual(["a", "b", "c"]);
});
