import type { Frame, HiveClient } from "@hivekit/core";
import type { Observable } from "rxjs";
import { checkCallback } from "./check-options.ts";
import type { FramesOfOptions } from "./frames-of.ts";
import { frameSource } from "./item-source.ts";
import { pushItems } from "./push-items.ts";

/**
 * Waits for a task that was submitted earlier, and emits its frames page by page. This is how the results of long videos arrive in v2.
 *
 * Cold: nothing is asked before somebody subscribes. Each subscription asks again, which costs nothing: the task was billed when it
 * was submitted. Unsubscribing ends the waiting and closes the connection at once; Hive works on. Pages are asked for as fast as they
 * come, whatever the subscriber does: RxJS has no way to hold a source back.
 *
 * @param id - As `HiveClient.submit` gave it, or as it stands in a task.
 * @param options - `timeoutMs`: if it is given, the deadline of the whole; else 30 minutes to the first frame.
 * @returns an Observable that completes after the last frame, or fails with what `HiveClient.taskFrames` fails with, after the frames
 * that were whole; aborted, with the signal's own reason.
 * @throws HiveConfigError if `onSummary` is no function.
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
  const { onSummary, ...callOptions } = options;
  checkCallback({ of: "framesOfTask", option: "onSummary" }, onSummary);
  return pushItems(() => frameSource(client.taskFrames(id, callOptions), onSummary));
}
