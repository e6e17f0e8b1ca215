import { looseText } from "../protocol/read-wire.ts";
import type { WireObject } from "../protocol/read-wire.ts";
import { decodeTask } from "../protocol/reply/decode-task.ts";
import { refuseFailure } from "../protocol/reply/refuse-failure.ts";
import type { ReplyFormat } from "../protocol/reply/reply-format.ts";
import type { PageOfFrames } from "../protocol/protocol.ts";
import type { Task } from "../result/task.ts";

/** What one look at a task shows. */
export type TaskLook =
  | {
      /** Hive has not finished. */
      readonly state: "pending";
      /** Hive's words on how far it is; `null` for none. */
      readonly message: string | null;
      /** The reply as Hive sent it. */
      readonly raw: unknown;
    }
  | {
      /** Hive has finished. */
      readonly state: "done";
      /** The task, with one page of its frames. */
      readonly task: Task;
      /** Where the next page of frames begins; `null` if this is the last one. */
      readonly nextFrameOffset: number | null;
    };

/**
 * Whether a reply to a look tells of no result yet. Only in such a reply may status and output be missing.
 *
 * @throws HiveTaskError if it tells of a failure instead.
 * @throws HiveDecodeError if it is no object.
 */
export function isPending(json: unknown, secrets: readonly string[]): boolean {
  return hasNoResult(refuseFailure(json, secrets));
}

function hasNoResult(reply: WireObject): boolean {
  return !("status" in reply) && !("output" in reply);
}

/** Decodes the reply to a look. */
export function decodeLook(
  format: ReplyFormat,
  json: unknown,
  options: { readonly page: PageOfFrames; readonly secrets: readonly string[] },
): TaskLook {
  const { page, secrets } = options;
  const reply = refuseFailure(json, secrets);
  if (hasNoResult(reply)) return { state: "pending", message: looseText(reply["message"]), raw: json };
  const task = decodeTask(format, json, { secrets, frameOffset: page.frameOffset });
  const frameCount = Math.max(0, ...task.results.map((result) => result.frames.length));
  return { state: "done", task, nextFrameOffset: nextFrameOffset(page, frameCount) };
}

/**
 * Where the next page begins. A page that is not full is the last one; more frames than were asked for are all frames, of a
 * project that does not send pages.
 */
export function nextFrameOffset(page: PageOfFrames, frameCount: number): number | null {
  return frameCount === page.frameLimit ? page.frameOffset + page.frameLimit : null;
}
