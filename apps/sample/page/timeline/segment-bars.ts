import type { ItemSegment } from "../../api/desk-api.ts";
import type { SecondsRange } from "@hivekit/core/policy";

/** A bar of the timeline: one segment, or several that are too close together to be distinguished. */
export type SegmentBar = SecondsRange & {
  readonly peakScore: number;
  /** The number of segments in the bar. */
  readonly count: number;
};

/** A gap with a smaller share of the timeline is not visible. */
const MIN_GAP = 0.01;

/**
 * Merges the segments of one class into bars.
 *
 * @param segments - ascending by start.
 * @param endSeconds - the end of the timeline.
 */
export function mergeSegments(segments: readonly ItemSegment[], endSeconds: number): readonly SegmentBar[] {
  const bars: SegmentBar[] = [];
  for (const { start, end, peakScore } of segments) {
    const last = bars.at(-1);
    // Adjacent segments stay separate if both are wide enough to be visible.
    const isClose =
      last !== undefined &&
      start - last.end < MIN_GAP * endSeconds &&
      end - last.start < MIN_GAP * 2 * endSeconds;
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
