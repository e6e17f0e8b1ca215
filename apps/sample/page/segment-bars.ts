import type { ItemSegment } from "../api/desk-api.ts";
import type { SecondsRange } from "@hivekit/core/policy";

/** A bar of the timeline: one segment, or several that are too close together to be told apart. */
export type SegmentBar = SecondsRange & {
  readonly peakScore: number;
  /** How many segments it stands for. */
  readonly count: number;
};

/** A gap that is less of the timeline than this is not seen. */
const LEAST_GAP = 0.01;

/**
 * The bars for the segments of one class, by time.
 *
 * @param segments - ascending by start.
 * @param endSeconds - where the timeline ends.
 */
export function segmentBars(segments: readonly ItemSegment[], endSeconds: number): readonly SegmentBar[] {
  const bars: SegmentBar[] = [];
  for (const { start, end, peakScore } of segments) {
    const last = bars.at(-1);
    // Two that touch are two all the same, if both are wide enough to be seen.
    const isClose =
      last !== undefined &&
      start - last.end < LEAST_GAP * endSeconds &&
      end - last.start < LEAST_GAP * 2 * endSeconds;
    if (!isClose) {
      bars.push({ start, end, peakScore, count: 1 });
      continue;
    }
    const merged = {
      start: last.start,
      end: Math.max(last.end, end),
      peakScore: Math.max(last.peakScore, peakScore),
      count: last.count + 1,
    };
    bars.splice(-1, 1, merged);
  }
  return bars;
}
