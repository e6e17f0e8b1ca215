import { expect, it } from "vitest";
import { createFrame } from "../../test/fixtures/test-items.ts";
import { createTimelineSeries } from "../frames/timeline-series.ts";
import { createTimelineData } from "./timeline-data.ts";

it("extends the last frame to the end of the media", () => {
  const series = createTimelineSeries();
  series.add([createFrame(0, 0, { cat: 0.5 }), createFrame(1, 1, { cat: 0.25 })]);
  expect(createTimelineData(series, ["cat"], 1.5)).toEqual([
    [0, 1, 1.5],
    [0.5, 0.25, 0.25],
  ]);
  expect(createTimelineData(series, ["cat"], 1)).toEqual([
    [0, 1],
    [0.5, 0.25],
  ]);
  expect(createTimelineData(createTimelineSeries(), ["cat"], 9)).toEqual([[], []]);
});

it("combines many frames without losing a peak", () => {
  const series = createTimelineSeries();
  series.add(Array.from({ length: 3600 }, (_, at) => createFrame(at, at, { cat: at === 1801 ? 1 : 0.1 })));
  const [times, scores = []] = createTimelineData(series, ["cat"], 3600);
  expect(times).toHaveLength(601);
  expect(scores.filter((score) => score === 1)).toHaveLength(1);
  expect(times[scores.indexOf(1)]).toBe(1800);
});
