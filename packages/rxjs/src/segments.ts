import type { Frame } from "@hivekit/core";
import { checkOptions, functionValue } from "@hivekit/core/options";
import { concat, concatMap, defer } from "rxjs";
import type { OperatorFunction } from "rxjs";
import { SegmentFinder } from "./segment-finder.ts";
import { completeRules } from "./segment.ts";
import type { Segment, SegmentRules } from "./segment.ts";

/** The options of {@link segments}. */
export type SegmentsOptions = {
  /**
   * Returns the duration of a result's media, in seconds; `null` if unknown. Called when the source completes, for the
   * end of a segment that lasts until the last frame. The summary has it:
   * `results[resultIndex]?.media?.durationSeconds`.
   * @defaultValue unknown: the last frame lasts for the median step between frames
   */
  readonly durationSecondsOf?: ((resultIndex: number) => number | null) | undefined;
};

/**
 * Converts frames into segments: the periods in which a class holds, as on a timeline.
 *
 * A segment begins with a frame whose score of the class, of the frame itself or of one of its boxes, is at least
 * `enter`. It continues while the score is at least `leave`. After a gap longer than `gapSeconds` it ends and is
 * emitted at once. The segments that are still open when the source completes follow, by their start. A segment shorter
 * than `minSeconds` is not emitted. A frame lasts until the next one; see `frameSpans` of `@hivekit/core`.
 *
 * Pass all frames: after a filter such as `aboveThreshold`, the time of missing frames would count for the frames
 * before them. The class does not hold in a frame that does not score it, for example because the model did not
 * evaluate it. Frames without a time, such as those of images and texts in v3, belong to no segment. A still image with
 * a time results in a segment without length, and so does a text in v2, whose time is 0. Of several frames at the same
 * time, each in which the class holds is a segment, unless they follow each other. Scales are not distinguished: a
 * level of 1 is above a threshold of 0.9.
 *
 * @returns an operator that fails as its source does; segments that are open by then are not emitted.
 * @throws HiveConfigError whose `option` is the path, for example `yes_smoking.leave`: if there is no class, a property
 * is unknown, `enter` is missing, a score is not a number from 0 to 1, 2 or 3, `leave` is above `enter`, or seconds are
 * negative.
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
        source.pipe(concatMap((frame) => finder.add(frame))),
        defer(() => finder.end(durationSecondsOf)),
      );
    });
}
