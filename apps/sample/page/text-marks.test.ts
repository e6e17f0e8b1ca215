import { expect, it } from "vitest";
import { frameOf } from "./frame-of.ts";
import { markText } from "./text-marks.ts";

const level = (start: number, end: number, scores: Readonly<Record<string, number>>) => ({
  ...frameOf(0, null, scores),
  kind: "text" as const,
  scale: "level" as const,
  span: { start, end },
});

it("leaves a text whole of which nothing is said", () => {
  expect(markText(10, [], [])).toEqual([{ start: 0, end: 10, level: 0, classes: [], finds: [] }]);
  expect(markText(0, [], [])).toEqual([]);
});

it("marks each stretch with its highest level and the classes that have it", () => {
  const frames = [level(0, 4, { hate: 3, spam: 3, violence: 1 }), level(4, 10, { hate: 0, spam: 0 })];
  expect(markText(10, frames, [])).toEqual([
    { start: 0, end: 4, level: 3, classes: ["hate", "spam"], finds: [] },
    { start: 4, end: 10, level: 0, classes: [], finds: [] },
  ]);
});

it("takes the higher level where stretches overlap", () => {
  const marks = markText(9, [level(0, 6, { hate: 1 }), level(3, 9, { spam: 2 })], []);
  expect(marks.map(({ start, end, level, classes }) => [start, end, level, classes])).toEqual([
    [0, 3, 1, ["hate"]],
    [3, 6, 2, ["spam"]],
    [6, 9, 2, ["spam"]],
  ]);
});

it("marks what was found in it, and leaves out what has no place", () => {
  const hits = [
    { value: "a@b.c", type: "email", start: 2, end: 7 },
    { value: "?", type: "nowhere", start: null, end: null },
    { value: "!", type: "outside", start: 8, end: 99 },
  ];
  expect(markText(10, [], hits).map(({ start, end, finds }) => [start, end, finds])).toEqual([
    [0, 2, []],
    [2, 7, ["email"]],
    [7, 8, []],
    [8, 10, ["outside"]],
  ]);
});

it("takes a frame without a span for the whole text", () => {
  const whole = { ...level(0, 0, { hate: 2 }), span: null };
  expect(markText(5, [whole], [])).toMatchObject([{ start: 0, end: 5, level: 2 }]);
});
