import type { CallOptions, Frame, HiveClient, Submission, TaskSummary } from "@hivekit/core";
import { checkOptions, functionValue } from "@hivekit/core/options";
import type { OptionChecks } from "@hivekit/core/options";
import type { Observable } from "rxjs";
import { CALL_CHECKS } from "./check-options.ts";
import { emitItems, fromFrameStream } from "./pull-items.ts";

/** The options of {@link framesOf}: call options and a callback for the summary. */
export type FramesOfOptions = CallOptions & {
  /**
   * Called once, after the last frame and before `complete`, with the rest of the result: labels, models, charges. Not
   * called after an unsubscription. An error that it throws becomes the Observable's error.
   */
  readonly onSummary?: ((summary: TaskSummary) => void) | undefined;
};

/** The checks of {@link FramesOfOptions}. */
export const FRAMES_OF_CHECKS: OptionChecks<FramesOfOptions> = { ...CALL_CHECKS, onSummary: functionValue };

/**
 * Submits media or text and emits the frames of the result as they arrive.
 *
 * The Observable is cold: nothing is sent before a subscription, and each subscription submits again and is charged
 * again. Share a subscription with `shareReplay({ bufferSize: Infinity, refCount: true })`. Unsubscribing closes the
 * connection at once, even while no frames arrive; it does not undo a charge.
 *
 * RxJS has no backpressure: frames are emitted as fast as they arrive, and slow operators (`concatMap`, `mergeMap` with
 * a limit) buffer them. For slow work on each frame, see `mapFrames`.
 *
 * @returns an Observable that completes after the last frame. If the call fails, it first emits the frames that are
 * complete, then fails with the error of `HiveClient.frames` or the reason of an aborted signal.
 * @throws HiveConfigError if an option is unknown or invalid.
 *
 * @example
 * ```ts
 * import { HiveClient } from "@hivekit/core";
 * import { aboveThreshold, framesOf } from "@hivekit/rxjs";
 * import { take } from "rxjs";
 *
 * const hive = new HiveClient({ apiKey: "demo-colors", baseUrl: "http://127.0.0.1:8787" });
 * framesOf(hive, { url: "http://127.0.0.1:9000/clip.mp4" })
 *   .pipe(aboveThreshold({ red: 0.5 }), take(1))
 *   .subscribe((frame) => console.log("red at", frame.timeSeconds));
 * ```
 */
export function framesOf(
  client: Pick<HiveClient, "frames">,
  submission: Submission,
  options: FramesOfOptions = {},
): Observable<Frame> {
  checkOptions(options, FRAMES_OF_CHECKS, "framesOf");
  const { onSummary, ...callOptions } = options;
  return emitItems(() => fromFrameStream(client.frames(submission, callOptions), onSummary));
}
