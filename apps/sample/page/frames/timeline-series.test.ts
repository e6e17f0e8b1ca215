import { expect, it } from "vitest";
import { createFrame } from "../../test/fixtures/test-items.ts";
import { createTimelineSeries } from "./timeline-series.ts";

it("has a column for each class, empty where a frame has no score", () => {
  const series = createTimelineSeries();
  series.add([createFrame(0, 0, { cat: 0.5 }), createFrame(1, 1, { dog: 0.75 })]);
  series.add([createFrame(2, 2, { cat: 0.25, dog: 0.5 })]);
  expect(series.times).toEqual([0, 1, 2]);
  expect(series.scoresOf("cat")).toEqual([0.5, null, 0.25]);
  expect(series.scoresOf("dog")).toEqual([null, 0.75, 0.5]);
  expect(series.scoresOf("owl")).toEqual([]);
});

it("merges the times of a second result into those of the first", () => {
  const series = createTimelineSeries();
  series.add([createFrame(0, 0, { cat: 0.5 }), createFrame(1, 2, { cat: 0.6 })]);
  series.add([
    createFrame(2, 0, { dog: 0.7 }, 1),
    createFrame(3, 1, { dog: 0.8 }, 1),
    createFrame(4, 2, { dog: 0.9 }, 1),
  ]);
  expect(series.times).toEqual([0, 1, 2]);
  expect(series.scoresOf("cat")).toEqual([0.5, null, 0.6]);
  expect(series.scoresOf("dog")).toEqual([0.7, 0.8, 0.9]);
});

it("uses the highest score of a frame's boxes, and 0 for a detection frame without boxes", () => {
  const series = createTimelineSeries();
  const box = (score: number) => ({
    vertices: [],
    bounds: { left: 0, top: 0, right: 1, bottom: 1 },
    classes: [{ class: "gun", score }],
    keypoints: [],
    meta: null,
  });
  const frame = { ...createFrame(0, 0, {}), kind: "detection" as const };
  series.add([
    { ...frame, boxes: [box(0.4), box(0.9), box(0.2)] },
    { ...frame, position: 1, timeSeconds: 1 },
    { ...frame, position: 2, timeSeconds: 2, evaluated: false },
  ]);
  expect(series.scoresOf("gun")).toEqual([0.9, 0, null]);
});

it("ranks classes by their peaks, negative classes last", () => {
  const series = createTimelineSeries();
  series.add([
    createFrame(0, 0, { no_gun: 0.99, gun_in_hand: 0.1, yes_smoking: 0.2 }),
    createFrame(1, 1, { no_gun: 0.2, gun_in_hand: 0.8, yes_smoking: 0.1 }),
  ]);
  expect(series.ranked().map((one) => [one.class, one.peak])).toEqual([
    ["gun_in_hand", 0.8],
    ["yes_smoking", 0.2],
    ["no_gun", 0.99],
  ]);
});

it("ranks the classes of a still picture, which has no time", () => {
  const series = createTimelineSeries();
  series.add([createFrame(0, null, { cat: 0.5 })]);
  expect(series.times).toEqual([]);
  expect(series.ranked()).toMatchObject([{ class: "cat", peak: 0.5 }]);
});

it("accepts 3,600 frames of 88 classes in batches", () => {
  const series = createTimelineSeries();
  const names = Array.from({ length: 88 }, (_, place) => `class ${place}`);
  for (let position = 0; position < 3600; position += 200) {
    const frames = Array.from({ length: 200 }, (_, place) =>
      createFrame(
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
