import { isHiveError } from "@hivekit/core";
import type { HiveService } from "../hive.service.ts";
import type { CallbackAnswer } from "./callback-answer.ts";
import type { TaskOutcome } from "./task-handlers.ts";

/** How long Hive may take to show a task that it says is done, in milliseconds. */
const CONFIRM_MS = 60_000;

/**
 * Reads a task again with the project's key, whatever was posted of it.
 *
 * @returns what Hive says of it; or what to answer, if it does not know the task, or cannot be asked now.
 */
export async function confirmOutcome(
  taskId: string,
  service: Pick<HiveService, "task" | "wait">,
): Promise<TaskOutcome | CallbackAnswer> {
  try {
    const look = await service.task(taskId, { timeoutMs: CONFIRM_MS });
    // Waiting begins with a pause; it is for what has more than one page of frames.
    const isWhole = look.state === "done" && look.nextFrameOffset === null;
    const task = isWhole ? look.task : await service.wait(taskId, { timeoutMs: CONFIRM_MS });
    return { kind: "task", task };
  } catch (error) {
    if (!isHiveError(error)) throw error;
    if (error.kind === "task") return { kind: "failure", error };
    const isUnknown =
      error.kind === "input" || (error.kind === "http" && /^(?:not_found|bad_request)$/.test(error.reason));
    if (isUnknown) return { status: 403, reason: "Hive does not know the task." };
    return { status: 503, reason: "Hive could not be asked for the task.", problem: error.message };
  }
}
