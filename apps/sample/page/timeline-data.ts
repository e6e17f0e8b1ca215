import type { TimelineSeries } from "./timeline-series.ts";

/** Columns as the chart takes them: times, then the scores of each class. */
export type TimelineData = [xs: number[], ...scores: (number | null)[][]];

/**
 * The chart's columns for these classes. A frame lasts until the next one, the last one until the end: it stands there once more.
 *
 * @param endSeconds - where the timeline ends.
 */
export function timelineData(
  series: Pick<TimelineSeries, "times" | "scoresOf">,
  names: readonly string[],
  endSeconds: number,
): TimelineData {
  const { times } = series;
  const last = times.at(-1);
  const isOpen = last !== undefined && last < endSeconds;
  const columns = names.map((name) => {
    const scores = series.scoresOf(name);
    const column = times.map((_, row) => scores[row] ?? null);
    return isOpen ? [...column, column.at(-1) ?? null] : column;
  });
  return [isOpen ? [...times, endSeconds] : [...times], ...columns];
}
