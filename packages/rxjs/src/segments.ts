import type { Frame } from "@hivekit/core";
import { concat, concatMap, defer } from "rxjs";
import type { OperatorFunction } from "rxjs";
import { checkCallback } from "./check-options.ts";
import { checkSegmentRules } from "./check-segment-rules.ts";
import { SegmentFinder } from "./segment-finder.ts";
import type { Segment, SegmentRules } from "./segment.ts";

/** The options of {@link segments}. */
export type SegmentsOptions = {
  /**
   * Asked when the source completes, for the end of a segment that goes on to the last frame: how long the media of a result lasts, in
   * seconds; `null` where that is not known. It stands in the summary, `results[resultIndex]?.media?.durationSeconds`.
   * @defaultValue not known: the last frame lasts for the median step between frames
   */
  readonly durationSecondsOf?: ((resultIndex: number) => number | null) | undefined;
};

/**
 * Turns frames into the stretches of time in which a class holds: what a moderator sees on a timeline.
 *
 * A segment begins with a frame whose score of the class, of the frame as a whole or of one of its boxes, is at least `enter`, and goes on
 * while it is at least `leave`. Left for longer than `gapSeconds`, it is over, and emitted at once; the others follow when the source
 * completes, by their start. One shorter than `minSeconds` is not emitted. How long a frame lasts: up to the next one, as `frameSpans` of
 * `@hivekit/core` says.
 *
 * Give it all frames: behind a filter such as `aboveThreshold`, the frames that are missing would count as time of those before them.
 * In a frame that does not score the class, because the model did not judge it for example, the class does not hold. Frames without a time
 * are part of no segment, such as those of pictures and texts in v3. A still picture with a time gives a segment without length, and so does
 * a text in v2, which stands at second 0; of several frames at the same time, each that is held is one unless they follow each other.
 * Scales are not told apart: a level of 1 is more than a threshold of 0.9.
 *
 * @returns an operator that fails as its source does; segments that are not over by then are not emitted.
 * @throws HiveConfigError whose `option` is the place, for example `yes_smoking.leave`: if there is no class, a property is not known, `enter`
 * is missing, a score is no number from 0 to 1, 2 or 3, `leave` is more than `enter`, or seconds are below 0.
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
  const { durationSecondsOf } = options;
  checkCallback({ of: "segments", option: "durationSecondsOf" }, durationSecondsOf);
  const closedRules = checkSegmentRules(rules);
  return (source) =>
    defer(() => {
      const finder = new SegmentFinder(closedRules);
      return concat(
        source.pipe(concatMap((frame) => finder.take(frame))),
        defer(() => finder.end(durationSecondsOf)),
      );
    });
}
