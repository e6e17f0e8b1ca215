import { expect, it } from "vitest";
import { frameOf } from "./frame-of.ts";
import { timelineData } from "./timeline-data.ts";
import { createTimelineSeries } from "./timeline-series.ts";

it("has a column for each class, empty where a frame says nothing of it", () => {
  const series = createTimelineSeries();
  series.add([frameOf(0, 0, { cat: 0.5 }), frameOf(1, 1, { dog: 0.75 })]);
  series.add([frameOf(2, 2, { cat: 0.25, dog: 0.5 })]);
  expect(series.times).toEqual([0, 1, 2]);
  expect(series.scoresOf("cat")).toEqual([0.5, null, 0.25]);
  expect(series.scoresOf("dog")).toEqual([null, 0.75, 0.5]);
  expect(series.scoresOf("owl")).toEqual([]);
});

it("puts a second result beside the first, at its times and between them", () => {
  const series = createTimelineSeries();
  series.add([frameOf(0, 0, { cat: 0.5 }), frameOf(1, 2, { cat: 0.6 })]);
  series.add([
    frameOf(2, 0, { dog: 0.7 }, 1),
    frameOf(3, 1, { dog: 0.8 }, 1),
    frameOf(4, 2, { dog: 0.9 }, 1),
  ]);
  expect(series.times).toEqual([0, 1, 2]);
  expect(series.scoresOf("cat")).toEqual([0.5, null, 0.6]);
  expect(series.scoresOf("dog")).toEqual([0.7, 0.8, 0.9]);
});

it("takes the strongest of a frame's objects, and 0 where none was found", () => {
  const series = createTimelineSeries();
  const box = (score: number) => ({
    vertices: [],
    bounds: { left: 0, top: 0, right: 1, bottom: 1 },
    classes: [{ class: "gun", score }],
    keypoints: [],
    meta: null,
  });
  const frame = { ...frameOf(0, 0, {}), kind: "detection" as const };
  series.add([
    { ...frame, boxes: [box(0.4), box(0.9), box(0.2)] },
    { ...frame, position: 1, timeSeconds: 1 },
    { ...frame, position: 2, timeSeconds: 2, evaluated: false },
  ]);
  expect(series.scoresOf("gun")).toEqual([0.9, 0, null]);
});

it("ranks classes by their peaks, and what says that nothing is there last", () => {
  const series = createTimelineSeries();
  series.add([
    frameOf(0, 0, { no_gun: 0.99, gun_in_hand: 0.1, yes_smoking: 0.2 }),
    frameOf(1, 1, { no_gun: 0.2, gun_in_hand: 0.8, yes_smoking: 0.1 }),
  ]);
  expect(series.ranked().map((one) => [one.class, one.peak])).toEqual([
    ["gun_in_hand", 0.8],
    ["yes_smoking", 0.2],
    ["no_gun", 0.99],
  ]);
});

it("knows the classes of a still picture, which has no place on a timeline", () => {
  const series = createTimelineSeries();
  series.add([frameOf(0, null, { cat: 0.5 })]);
  expect(series.times).toEqual([]);
  expect(series.ranked()).toMatchObject([{ class: "cat", peak: 0.5 }]);
});

it("draws the last frame up to the end of the media", () => {
  const series = createTimelineSeries();
  series.add([frameOf(0, 0, { cat: 0.5 }), frameOf(1, 1, { cat: 0.25 })]);
  expect(timelineData(series, ["cat"], 1.5)).toEqual([
    [0, 1, 1.5],
    [0.5, 0.25, 0.25],
  ]);
  expect(timelineData(series, ["cat"], 1)).toEqual([
    [0, 1],
    [0.5, 0.25],
  ]);
  expect(timelineData(createTimelineSeries(), ["cat"], 9)).toEqual([[], []]);
});

it("takes 3 600 frames of 88 classes as they come", () => {
  const series = createTimelineSeries();
  const names = Array.from({ length: 88 }, (_, place) => `class ${place}`);
  for (let position = 0; position < 3600; position += 200) {
    const frames = Array.from({ length: 200 }, (_, place) =>
      frameOf(
        position + place,
        position + place,
        Object.fromEntries(names.map((name, at) => [name, at / 88])),
      ),
    );
    series.add(frames);
  }
  expect(series.times).toHaveLength(3600);
  expect(series.scoresOf("class 87")).toHaveLength(3600);
  expect(series.ranked()[0]).toMatchObject({ class: "class 87", peak: 87 / 88 });
});

it("draws many moments together, and loses no peak", () => {
  const series = createTimelineSeries();
  series.add(Array.from({ length: 3600 }, (_, at) => frameOf(at, at, { cat: at === 1801 ? 1 : 0.1 })));
  const [times, scores = []] = timelineData(series, ["cat"], 3600);
  expect(times).toHaveLength(601);
  expect(scores.filter((score) => score === 1)).toHaveLength(1);
  expect(times[scores.indexOf(1)]).toBe(1800);
});
