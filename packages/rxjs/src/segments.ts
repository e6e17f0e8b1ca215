import type { Frame } from "@hivekit/core";
import { checkOptions, functionValue } from "@hivekit/core/options";
import { concat, concatMap, defer, filter, map } from "rxjs";
import type { OperatorFunction } from "rxjs";
import { SegmentFinder } from "./segment-finder.ts";
import { completeRules } from "./segment.ts";
import type { Segment, SegmentRules } from "./segment.ts";

/** The options of {@link segments}. */
export type SegmentsOptions = {
  /**
   * Returns the duration of a result's media, in seconds; `null` if unknown. Called when the source completes, to find
   * the end of a segment that lasts until the last frame. The summary contains it:
   * `results[resultIndex]?.media?.durationSeconds`.
   * @defaultValue unknown: the last frame is assumed to last for the median interval between frames
   */
  readonly durationSecondsOf?: ((resultIndex: number) => number | null) | undefined;
};

/**
 * Converts frames into segments: the periods in which the score of a class stays above its thresholds, as on a
 * timeline.
 *
 * The score of a class in a frame is the highest one in the frame itself and its boxes. A segment begins with a frame
 * whose score is at least `enter` and continues while the score is at least `leave`. After a gap longer than
 * `gapSeconds`, it ends and is emitted immediately. Segments that are still open when the source completes are emitted
 * last, sorted by start. A segment shorter than `minSeconds` is not emitted. A frame lasts until the next one; see
 * `frameSpans` of `@hivekit/core`.
 *
 * Pass all frames: after a filter such as `aboveThreshold`, the time of the missing frames would be added to the frames
 * before them. A frame without a score for the class, for example because the model did not evaluate it, counts as
 * below the thresholds. Frames without a time, such as those of images and texts in v3, do not belong to any segment. A
 * still image with a time results in a segment of zero length, as does a text in v2, whose time is 0. Frames with the
 * same time form separate segments unless they are adjacent. Scales are not distinguished: a level of 1 is above a
 * threshold of 0.9.
 *
 * @returns an operator that fails as its source does; segments that are still open then are not emitted.
 * @throws HiveConfigError if there is no class, a property is unknown, `enter` is missing, a score is not a number from
 * 0 to 1, 2 or 3, `leave` is above `enter`, or seconds are negative. Its `option` is the path, for example
 * `yes_smoking.leave`.
 *
 * @example
 * ```ts
 * import { HiveClient } from "@hivekit/core";
 * import { framesOf, segments } from "@hivekit/rxjs";
 *
 * const hive = new HiveClient({ apiKey: "demo-visual", api: "v2", baseUrl: "http://127.0.0.1:8787" });
 * framesOf(hive, { url: "http://127.0.0.1:9000/clip.mp4" })
 *   .pipe(segments({ yes_smoking: { enter: 0.9, leave: 0.6, minSeconds: 1, gapSeconds: 2 } }))
 *   .subscribe((one) => console.log(one.class, one.startSeconds, one.endSeconds, one.peakScore));
 * ```
 */
export function segments(
  rules: SegmentRules,
  options: SegmentsOptions = {},
): OperatorFunction<Frame, Segment> {
  checkOptions<SegmentsOptions>(options, { durationSecondsOf: functionValue }, "segments");
  const { durationSecondsOf } = options;
  const completed = completeRules(rules);
  return (source) =>
    defer(() => {
      const finder = new SegmentFinder(completed);
      return concat(
        source.pipe(
          map((frame) => finder.add(frame)),
          // Most frames end no segment, and an inner subscription for each of them would be expensive.
          filter((ended) => ended.length > 0),
          concatMap((ended) => ended),
        ),
        defer(() => finder.end(durationSecondsOf)),
      );
    });
}
