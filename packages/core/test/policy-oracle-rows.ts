import type { Frame } from "../src/index.ts";

/** The seconds that a frame covers, from `start` to `end`. */
export type Span = { readonly start: number; readonly end: number };

/** Rounds seconds to whole microseconds. */
export function micros(seconds: number): number {
  return Math.round(seconds * 1e6);
}

/**
 * Computes the spans of the frames of one result: each lasts until the next one; the last, until the end of the media
 * or for the median step. A frame without a time has no span; one with the same time as the next has an empty one.
 */
export function spansOf(frames: readonly Frame[], durationSeconds: number | null): ReadonlyMap<Frame, Span> {
  const timed = frames
    .flatMap((frame) => (frame.timeSeconds === null ? [] : [{ frame, start: frame.timeSeconds }]))
    .toSorted((one, other) => one.start - other.start || one.frame.index - other.frame.index);
  const steps = timed.slice(1).map(({ start }, index) => start - (timed[index]?.start ?? start));
  const step = median(steps.filter((one) => one > 0));
  return new Map(
    timed.map(({ frame, start }, index) => {
      const hasDuration = durationSeconds !== null && durationSeconds >= start;
      const end = timed[index + 1]?.start ?? (hasDuration ? durationSeconds : start + step);
      return [frame, { start, end }];
    }),
  );
}

/** Returns the median; 0 for no numbers. */
function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

/** Adds up the seconds of spans. */
export function sumSeconds(spans: readonly Span[]): number {
  return spans.reduce((total, { start, end }) => total + end - start, 0);
}

/** Measures the most seconds without a gap longer than `gapSeconds`. The gaps do not count. An empty span ends a gap. */
export function longestSeconds(spans: readonly Span[], gapSeconds: number): number {
  let longest = 0;
  let row: Span[] = [];
  for (const span of spans.toSorted((one, other) => one.start - other.start)) {
    const previousEnd = row.at(-1)?.end ?? span.start;
    row = micros(span.start - previousEnd) <= micros(gapSeconds) ? [...row, span] : [span];
    longest = Math.max(longest, sumSeconds(row));
  }
  return longest;
}

/** Measures the most consecutive flags that are set. */
export function longestRow(flags: readonly boolean[]): number {
  let longest = 0;
  let row = 0;
  for (const flag of flags) {
    row = flag ? row + 1 : 0;
    longest = Math.max(longest, row);
  }
  return longest;
}
