import type { Task } from "../result/task.ts";
import { anyGeneration } from "./reply/any-generation.ts";
import { decodeReply } from "./reply/decode-reply.ts";

/**
 * Decodes a stored response, or the body of a callback, of any API generation.
 *
 * @param json - The parsed JSON.
 * @returns the same task as `classify()`.
 * @throws HiveTaskError if the response reports that the task failed.
 * @throws HiveDecodeError if it contains no result, for example because it only acknowledges an asynchronous
 * submission.
 *
 * @example
 * ```ts
 * import { decodeTask } from "@hivekit/core";
 *
 * const stored = '{"id":"7d1c2f60","status":[{"status":{"code":"0"},"response":{"output":[{"time":0,"classes":[{"class":"text","score":0.5}]}]}}]}';
 * const task = decodeTask(JSON.parse(stored));
 * console.log(task.results[0]?.frames[0]?.classes);
 * ```
 */
export function decodeTask(json: unknown): Task {
  return decodeReply(anyGeneration, json);
}
