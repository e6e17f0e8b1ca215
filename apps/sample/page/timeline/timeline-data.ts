import type { TimelineSeries } from "../frames/timeline-series.ts";

/** The columns of the chart: times, then the scores of each class. */
export type TimelineData = [xs: number[], ...scores: (number | null)[][]];

/** The maximum number of points per line. A screen cannot show more. */
const MAX_POINTS = 600;

/**
 * Creates the chart's columns for these classes. A frame lasts until the next one, and the last frame lasts until the
 * end, where its scores are repeated. A point that several frames share has their highest score, so that no peak is
 * lost.
 *
 * @param endSeconds - the end of the timeline.
 */
export function createTimelineData(
  series: Pick<TimelineSeries, "times" | "scoresOf">,
  names: readonly string[],
  endSeconds: number,
): TimelineData {
  const { times } = series;
  const framesPerPoint = Math.max(1, Math.ceil(times.length / MAX_POINTS));
  const starts = times.filter((_, row) => row % framesPerPoint === 0);
  const last = starts.at(-1);
  const isOpen = last !== undefined && last < endSeconds;
  const columns = names.map((name) => {
    const scores = series.scoresOf(name);
    const column = starts.map((_, place) => findHighest(scores, place * framesPerPoint, framesPerPoint));
    return isOpen ? [...column, column.at(-1) ?? null] : column;
  });
  return [isOpen ? [...starts, endSeconds] : starts, ...columns];
}

/** Finds the highest of `count` scores, starting at a row; `null` if there is none. */
function findHighest(scores: readonly (number | null)[], from: number, count: number): number | null {
  let highest: number | null = null;
  for (let row = from; row < from + count; row += 1) {
    const score = scores[row] ?? null;
    if (score !== null && (highest === null || score > highest)) highest = score;
  }
  return highest;
}
