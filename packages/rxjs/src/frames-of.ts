import type { CallOptions, Frame, FrameStream, HiveClient, Submission, TaskSummary } from "@hivekit/core";
import { Observable } from "rxjs";
import type { Subscriber } from "rxjs";

/** The options of {@link framesOf}: those of the call, and who wants the rest of the reply. */
export type FramesOfOptions = CallOptions & {
  /**
   * Called once, after the last frame and before `complete`, with what the reply says beside the frames: labels, models, charges.
   * What it throws becomes the Observable's error.
   */
  readonly onSummary?: ((summary: TaskSummary) => void) | undefined;
};

/**
 * Submits, and emits the frames of the result as they come.
 *
 * Cold: nothing is sent before somebody subscribes, and each subscription submits, and is billed, again; share one with
 * `share()` or `shareReplay()`. Unsubscribing closes the connection at once; it does not undo a charge. RxJS has no way to hold
 * a source back: a slow subscriber does not slow down the sender.
 *
 * @returns an Observable that completes after the last frame, or fails with what `HiveClient.frames` fails with.
 *
 * @example
 * ```ts
 * import { HiveClient } from "@hivekit/core";
 * import { framesOf } from "@hivekit/rxjs";
 * import { filter, take } from "rxjs";
 *
 * const hive = new HiveClient({ apiKey: "demo-colors", baseUrl: "http://127.0.0.1:8787" });
 * framesOf(hive, { url: "http://127.0.0.1:9000/clip.mp4" })
 *   .pipe(filter((frame) => frame.classes.some(({ class: name, score }) => name === "red" && score > 0.5)), take(1))
 *   .subscribe((frame) => console.log("red at", frame.timeSeconds));
 * ```
 */
export function framesOf(
  client: Pick<HiveClient, "frames">,
  submission: Submission,
  options: FramesOfOptions = {},
): Observable<Frame> {
  const { onSummary, ...callOptions } = options;
  return new Observable<Frame>((subscriber) => {
    const stream = client.frames(submission, callOptions);
    void pump(stream, { subscriber, onSummary });
    return () => stream.cancel();
  });
}

/** Moves frames until the stream ends or nobody listens. Never rejects. */
async function pump(
  stream: FrameStream,
  to: { readonly subscriber: Subscriber<Frame>; readonly onSummary: FramesOfOptions["onSummary"] },
): Promise<void> {
  const { subscriber, onSummary } = to;
  try {
    for await (const frame of stream) subscriber.next(frame);
    if (onSummary !== undefined) onSummary(await stream.summary());
    subscriber.complete();
  } catch (error) {
    // After an unsubscription this is our own closing of the stream, and nobody's concern.
    if (!subscriber.closed) subscriber.error(error);
  }
}
