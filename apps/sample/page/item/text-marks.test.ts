import { expect, it } from "vitest";
import { createFrame } from "../../test/fixtures/test-items.ts";
import { markText } from "./text-marks.ts";

const level = (start: number, end: number, scores: Readonly<Record<string, number>>) => ({
  ...createFrame(0, null, scores),
  kind: "text" as const,
  scale: "level" as const,
  span: { start, end },
});

it("does not split a text without levels and hits", () => {
  expect(markText(10, [], [])).toEqual([{ start: 0, end: 10, level: 0, classes: [], hits: [] }]);
  expect(markText(0, [], [])).toEqual([]);
});

it("marks each section with its highest level and the classes of that level", () => {
  const frames = [level(0, 4, { hate: 3, spam: 3, violence: 1 }), level(4, 10, { hate: 0, spam: 0 })];
  expect(markText(10, frames, [])).toEqual([
    { start: 0, end: 4, level: 3, classes: ["hate", "spam"], hits: [] },
    { start: 4, end: 10, level: 0, classes: [], hits: [] },
  ]);
});

it("uses the higher level where spans overlap", () => {
  const marks = markText(9, [level(0, 6, { hate: 1 }), level(3, 9, { spam: 2 })], []);
  expect(marks.map(({ start, end, level, classes }) => [start, end, level, classes])).toEqual([
    [0, 3, 1, ["hate"]],
    [3, 6, 2, ["spam"]],
    [6, 9, 2, ["spam"]],
  ]);
});

it("marks hits, and ignores those without a position", () => {
  const hits = [
    { value: "a@b.c", type: "email", start: 2, end: 7 },
    { value: "?", type: "nowhere", start: null, end: null },
    { value: "!", type: "outside", start: 8, end: 99 },
  ];
  expect(markText(10, [], hits).map((mark) => [mark.start, mark.end, mark.hits])).toEqual([
    [0, 2, []],
    [2, 7, ["email"]],
    [7, 8, []],
    [8, 10, ["outside"]],
  ]);
});

it("applies a frame without a span to the complete text", () => {
  const whole = { ...level(0, 0, { hate: 2 }), span: null };
  expect(markText(5, [whole], [])).toMatchObject([{ start: 0, end: 5, level: 2 }]);
});
