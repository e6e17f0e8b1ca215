import type { Task } from "../../result/task.ts";
import { looseText } from "../wire/read-wire.ts";
import type { WireObject } from "../wire/read-wire.ts";
import { decodeReply } from "./decode-reply.ts";
import type { ReplyFormat } from "./reply-format.ts";
import { requireSuccess } from "./require-success.ts";

/** A page of the frames of a finished task. */
export type PageOfFrames = { readonly frameLimit: number; readonly frameOffset: number };

/** The state of a task at one poll. */
export type TaskLook =
  | {
      /** Hive is still processing the task. */
      readonly state: "pending";
      /** Hive's progress message; `null` if there is none. */
      readonly message: string | null;
      /** The response as Hive sent it. */
      readonly raw: unknown;
    }
  | {
      /** Hive has finished the task. */
      readonly state: "done";
      /** The task, with one page of its frames. */
      readonly task: Task;
      /** The index of the first frame of the next page; `null` on the last page. */
      readonly nextFrameOffset: number | null;
    };

/**
 * Whether the response to a poll has no result yet. Only such a response may lack both `status` and `output`.
 *
 * @throws HiveTaskError if it reports a failure.
 * @throws HiveDecodeError if it is not an object.
 */
export function isPending(json: unknown, secrets: readonly string[]): json is WireObject {
  const reply = requireSuccess(json, secrets);
  return !("status" in reply) && !("output" in reply);
}

/** Decodes the response to a poll. */
export function decodePoll(
  format: ReplyFormat,
  json: unknown,
  options: { readonly page: PageOfFrames; readonly secrets: readonly string[] },
): TaskLook {
  const { page, secrets } = options;
  if (isPending(json, secrets)) return { state: "pending", message: looseText(json["message"]), raw: json };
  const task = decodeReply(format, json, { secrets, frameOffset: page.frameOffset });
  const frameCount = task.results.reduce((most, { frames }) => Math.max(most, frames.length), 0);
  return { state: "done", task, nextFrameOffset: nextFrameOffset(page, frameCount) };
}

/**
 * Computes the offset of the next page. A page that is not full is the last one. A page with more frames than
 * requested contains all frames, because the project does not paginate.
 */
export function nextFrameOffset(page: PageOfFrames, frameCount: number): number | null {
  return frameCount === page.frameLimit ? page.frameOffset + page.frameLimit : null;
}
