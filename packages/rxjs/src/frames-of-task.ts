import type { Frame, HiveClient } from "@hivekit/core";
import { checkOptions } from "@hivekit/core/options";
import type { Observable } from "rxjs";
import { FRAMES_OF_CHECKS } from "./frames-of.ts";
import type { FramesOfOptions } from "./frames-of.ts";
import { emitItems, fromFrameStream } from "./pull-items.ts";

/**
 * Waits for a task that was submitted earlier and emits its frames page by page. Use it for the results of long videos
 * in v2.
 *
 * The Observable is cold: nothing is requested before a subscription. Each subscription polls again, at no charge: the
 * task was charged when it was submitted. Unsubscribing stops polling and closes the connection at once; Hive continues
 * to process the task. Pages are requested as fast as they arrive, because RxJS has no backpressure.
 *
 * @param id - The id of the task, as returned by `HiveClient.submit`.
 * @param options - `timeoutMs`: the deadline for the complete call. Without it, the first frame must arrive within 30
 * minutes.
 * @returns an Observable that completes after the last frame. If the call fails, it first emits the frames that are
 * complete, then fails with the error of `HiveClient.taskFrames` or the reason of an aborted signal.
 * @throws HiveConfigError if an option is unknown or invalid.
 *
 * @example
 * ```ts
 * import { HiveClient } from "@hivekit/core";
 * import { framesOfTask, segments } from "@hivekit/rxjs";
 *
 * const hive = new HiveClient({ apiKey: "demo-visual", api: "v2", baseUrl: "http://127.0.0.1:8787" });
 * const { id } = await hive.submit({ url: "http://127.0.0.1:9000/long.mp4" });
 * framesOfTask(hive, id)
 *   .pipe(segments({ yes_smoking: { enter: 0.9, leave: 0.6 } }))
 *   .subscribe(({ startSeconds, endSeconds }) => console.log("smoking from", startSeconds, "to", endSeconds));
 * ```
 */
export function framesOfTask(
  client: Pick<HiveClient, "taskFrames">,
  id: string,
  options: FramesOfOptions = {},
): Observable<Frame> {
  checkOptions(options, FRAMES_OF_CHECKS, "framesOfTask");
  const { onSummary, ...callOptions } = options;
  return emitItems(() => fromFrameStream(client.taskFrames(id, callOptions), onSummary));
}
