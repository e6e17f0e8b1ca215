import fc from "fast-check";
import { expect, it } from "vitest";
import { frameSpans } from "./frame-spans.ts";

const at = (
  timeSeconds: number | null,
  resultIndex = 0,
): { timeSeconds: number | null; resultIndex: number } => ({
  timeSeconds,
  resultIndex,
});

/** Start and end of each frame that has a span. */
function spansOf(times: readonly (number | null)[], durationSeconds: number | null = null): unknown {
  const spans = frameSpans<ReturnType<typeof at>>();
  const known = times.flatMap((time) => spans.take(at(time)) ?? []);
  return [...known, ...spans.end(() => durationSeconds)].map((one) => [one.startSeconds, one.endSeconds]);
}

it("lets each frame last up to the next, and the last one up to the end of the media", () => {
  expect(spansOf([0, 1, 2.5], 4)).toEqual([
    [0, 1],
    [1, 2.5],
    [2.5, 4],
  ]);
});

it("lets the last frame last for the median step where the duration is not known", () => {
  expect(spansOf([0, 1, 3, 4])).toEqual([
    [0, 1],
    [1, 3],
    [3, 4],
    [4, 5],
  ]);
  expect(spansOf([0, 1, 4])).toEqual([
    [0, 1],
    [1, 4],
    [4, 6],
  ]);
});

it.each([[2.9], [-1], [Number.NaN], [Number.POSITIVE_INFINITY]])(
  "does not believe a duration of %s s that the frames contradict",
  (durationSeconds) => {
    expect(spansOf([0, 3], durationSeconds)).toEqual([
      [0, 3],
      [3, 6],
    ]);
  },
);

it("takes a duration that ends with the last frame at its word", () => {
  expect(spansOf([0, 3], 3)).toEqual([
    [0, 3],
    [3, 3],
  ]);
  expect(spansOf([0], 0)).toEqual([[0, 0]]);
});

it("has no span for a single frame of unknown duration", () => {
  expect(spansOf([0])).toEqual([]);
  expect(spansOf([])).toEqual([]);
});

it("leaves out a frame without a time, and lets the one before it last on", () => {
  expect(spansOf([0, null, 2, Number.NaN], 3)).toEqual([
    [0, 2],
    [2, 3],
  ]);
});

it("leaves out a frame that goes back in time", () => {
  expect(spansOf([0, 5, 3, 6], 7)).toEqual([
    [0, 5],
    [5, 6],
    [6, 7],
  ]);
});

it("gives frames of the same time no length but the last of them, and takes no step from it", () => {
  expect(spansOf([0, 0, 0, 2])).toEqual([
    [0, 0],
    [0, 0],
    [0, 2],
    [2, 4],
  ]);
  expect(spansOf([0, 0])).toEqual([[0, 0]]);
});

it("tells a span as soon as the next frame comes, and the frame that it belongs to", () => {
  const spans = frameSpans<{ name: string; timeSeconds: number; resultIndex: number }>();
  const first = { name: "first", timeSeconds: 0, resultIndex: 0 };
  expect(spans.take(first)).toBeNull();
  expect(spans.take({ ...first, name: "second", timeSeconds: 1 })).toEqual({
    frame: first,
    startSeconds: 0,
    endSeconds: 1,
  });
});

it("keeps a clock for each result", () => {
  const spans = frameSpans<ReturnType<typeof at>>();
  expect([at(0, 0), at(5, 1), at(1, 0), at(7, 1)].map((frame) => spans.take(frame)?.endSeconds)).toEqual([
    undefined,
    undefined,
    1,
    7,
  ]);
  const ends = spans.end((resultIndex) => (resultIndex === 1 ? 100 : null));
  expect(ends.map(({ endSeconds }) => endSeconds)).toEqual([2, 100]);
});

it("changes nothing by being asked for the end", () => {
  const spans = frameSpans<ReturnType<typeof at>>();
  spans.take(at(0));
  spans.take(at(2));
  expect(spans.end()).toEqual(spans.end());
  expect(spans.take(at(3))?.endSeconds).toBe(3);
});

it("covers the media without a gap and without an overlap (1 000 cases)", () => {
  const times = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 2, maxLength: 30 });
  fc.assert(
    fc.property(times, fc.double({ min: 100, max: 200, noNaN: true }), (unsorted, durationSeconds) => {
      const sorted = unsorted.toSorted((one, other) => one - other);
      const spans = frameSpans<ReturnType<typeof at>>();
      const known = sorted.flatMap((time) => spans.take(at(time)) ?? []);
      const all = [...known, ...spans.end(() => durationSeconds)];
      expect(all.map(({ startSeconds }) => startSeconds)).toEqual(sorted);
      expect(all.map(({ endSeconds }) => endSeconds)).toEqual([...sorted.slice(1), durationSeconds]);
    }),
    { numRuns: 1000 },
  );
});
