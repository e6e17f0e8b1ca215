import { anyReply } from "./protocol/reply/any-reply.ts";
import { decodeTask as decodeReply } from "./protocol/reply/decode-task.ts";
import type { Task } from "./result/task.ts";

/**
 * Decodes a reply that was kept, or the body of a callback, of any generation of the API.
 *
 * @param json - The parsed JSON.
 * @returns what `classify` would have given.
 * @throws HiveTaskError if the reply says that the task failed.
 * @throws HiveDecodeError if it is no reply with a result, for example the acknowledgement of an asynchronous submission.
 *
 * @example
 * ```ts
 * import { decodeTask } from "@hivekit/core";
 *
 * const kept = '{"id":"7d1c2f60","status":[{"status":{"code":"0"},"response":{"output":[{"time":0,"classes":[{"class":"text","score":0.5}]}]}}]}';
 * const task = decodeTask(JSON.parse(kept));
 * console.log(task.results[0]?.frames[0]?.classes);
 * ```
 */
export function decodeTask(json: unknown): Task {
  return decodeReply(anyReply, json);
}
