import type { TimelineSeries } from "./timeline-series.ts";

/** Columns as the chart takes them: times, then the scores of each class. */
export type TimelineData = [xs: number[], ...scores: (number | null)[][]];

/** More moments than this are drawn together: a screen has no more columns to tell them apart. */
const MOST_MOMENTS = 600;

/**
 * The chart's columns for these classes. A frame lasts until the next one, the last one until the end: it stands there once more.
 * Of moments that are drawn together the highest score is seen, so that no peak is lost.
 *
 * @param endSeconds - where the timeline ends.
 */
export function timelineData(
  series: Pick<TimelineSeries, "times" | "scoresOf">,
  names: readonly string[],
  endSeconds: number,
): TimelineData {
  const { times } = series;
  const together = Math.max(1, Math.ceil(times.length / MOST_MOMENTS));
  const starts = times.filter((_, row) => row % together === 0);
  const last = starts.at(-1);
  const isOpen = last !== undefined && last < endSeconds;
  const columns = names.map((name) => {
    const scores = series.scoresOf(name);
    const column = starts.map((_, place) => highestOf(scores, place * together, together));
    return isOpen ? [...column, column.at(-1) ?? null] : column;
  });
  return [isOpen ? [...starts, endSeconds] : starts, ...columns];
}

/** The highest of so many scores from a row on; `null` if there is none. */
function highestOf(scores: readonly (number | null)[], from: number, count: number): number | null {
  let highest: number | null = null;
  for (let row = from; row < from + count; row += 1) {
    const score = scores[row] ?? null;
    if (score !== null && (highest === null || score > highest)) highest = score;
  }
  return highest;
}
