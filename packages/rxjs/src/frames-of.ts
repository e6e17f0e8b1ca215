import type { CallOptions, Frame, HiveClient, Submission, TaskSummary } from "@hivekit/core";
import type { Observable } from "rxjs";
import { checkCallback } from "./check-options.ts";
import { frameSource } from "./item-source.ts";
import { pushItems } from "./push-items.ts";

/** The options of {@link framesOf}: those of the call, and who wants the rest of the reply. */
export type FramesOfOptions = CallOptions & {
  /**
   * Called once, after the last frame and before `complete`, with what the reply says beside the frames: labels, models, charges.
   * Not called for who unsubscribes before. What it throws becomes the Observable's error.
   */
  readonly onSummary?: ((summary: TaskSummary) => void) | undefined;
};

/**
 * Submits, and emits the frames of the result as they come.
 *
 * Cold: nothing is sent before somebody subscribes, and each subscription submits, and is billed, again; share one with
 * `shareReplay({ bufferSize: Infinity, refCount: true })`. Unsubscribing closes the connection at once, also while nothing comes; it
 * does not undo a charge. RxJS has no way to hold a source back: frames come as fast as they are read, and queue up before whatever
 * is slow (`concatMap`, `mergeMap` with a limit). For slow work on each frame see `mapFrames`.
 *
 * @returns an Observable that completes after the last frame, or fails with what `HiveClient.frames` fails with, after the frames
 * that were whole; aborted, with the signal's own reason.
 * @throws HiveConfigError if `onSummary` is no function.
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
  const { onSummary, ...callOptions } = options;
  checkCallback({ of: "framesOf", option: "onSummary" }, onSummary);
  return pushItems(() => frameSource(client.frames(submission, callOptions), onSummary));
}
