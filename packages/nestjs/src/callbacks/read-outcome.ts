import type { IncomingMessage } from "node:http";
import { isHiveError } from "@hivekit/core";
import { readCallback } from "@hivekit/core/callback";
import type { TaskOutcome } from "./task-outcome.ts";

/** How a body is read. */
export type ReadOptions = { readonly maxBodyBytes: number; readonly signal: AbortSignal };

/**
 * Reads the outcome that Hive posted, chunk by chunk. If the app runs inside another server, that server may have read
 * the body before Nest received the request; the outcome is then read from what its body parser has left.
 *
 * @throws HiveInputError if the body is too large. A body whose `content-length` is too large is not read at all.
 * @throws HiveDecodeError if the body is not a task.
 * @throws HiveNetworkError if the body is cut off.
 */
export async function readOutcome(request: IncomingMessage, options: ReadOptions): Promise<TaskOutcome> {
  try {
    return { kind: "task", task: await readCallback(request, options) };
  } catch (error) {
    // A failed task is an outcome, not an error.
    if (isHiveError(error) && error.kind === "task") return { kind: "failure", error };
    throw error;
  }
}
