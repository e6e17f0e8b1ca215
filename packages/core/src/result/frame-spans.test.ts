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

/** Lists start and end of each frame with a span. */
function spansOf(times: readonly (number | null)[], durationSeconds: number | null = null): unknown {
  const spans = frameSpans<ReturnType<typeof at>>();
  const known = times.flatMap((time) => spans.take(at(time)) ?? []);
  return [...known, ...spans.end(() => durationSeconds)].map((one) => [one.startSeconds, one.endSeconds]);
}

it("ends each frame at the next one, and the last one at the end of the media", () => {
  expect(spansOf([0, 1, 2.5], 4)).toEqual([
    [0, 1],
    [1, 2.5],
    [2.5, 4],
  ]);
});

it("ends the last frame after the median step if the duration is unknown", () => {
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
  "ignores a duration of %s s that the frames contradict",
  (durationSeconds) => {
    expect(spansOf([0, 3], durationSeconds)).toEqual([
      [0, 3],
      [3, 6],
    ]);
  },
);

it("accepts a duration that ends with the last frame", () => {
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

it("skips a frame without a time, and extends the previous one", () => {
  expect(spansOf([0, null, 2, Number.NaN], 3)).toEqual([
    [0, 2],
    [2, 3],
  ]);
});

it("skips a frame that goes back in time", () => {
  expect(spansOf([0, 5, 3, 6], 7)).toEqual([
    [0, 5],
    [5, 6],
    [6, 7],
  ]);
});

it("gives frames of equal time a length of 0, except for the last, and counts no step", () => {
  expect(spansOf([0, 0, 0, 2])).toEqual([
    [0, 0],
    [0, 0],
    [0, 2],
    [2, 4],
  ]);
  expect(spansOf([0, 0])).toEqual([[0, 0]]);
});

it("returns a span with its frame as soon as the next frame arrives", () => {
  const spans = frameSpans<{ name: string; timeSeconds: number; resultIndex: number }>();
  const first = { name: "first", timeSeconds: 0, resultIndex: 0 };
  expect(spans.take(first)).toBeNull();
  expect(spans.take({ ...first, name: "second", timeSeconds: 1 })).toEqual({
    frame: first,
    startSeconds: 0,
    endSeconds: 1,
  });
});

it("separates the results", () => {
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

it("end() does not change the state", () => {
  const spans = frameSpans<ReturnType<typeof at>>();
  spans.take(at(0));
  spans.take(at(2));
  expect(spans.end()).toEqual(spans.end());
  expect(spans.take(at(3))?.endSeconds).toBe(3);
});

it("covers the media without gaps and overlaps (1 000 cases)", () => {
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
