import { isHiveError } from "@hivekit/core";
import type { HiveErrorReason, HiveTaskError } from "@hivekit/core";
import type { HiveService } from "../hive.service.ts";
import type { CallbackAnswer } from "./callback-answer.ts";
import type { TaskOutcome } from "./task-handlers.ts";

/** How long Hive may take to show a task that it says is done, in milliseconds. */
const CONFIRM_MS = 60_000;

/** What is said of the asking, and not of the task, also where the answer names it. */
const OF_ASKING: ReadonlySet<HiveErrorReason> = new Set([
  "unauthorized",
  "insufficient_balance",
  "rate_limited",
  "server_error",
  "bad_gateway",
  "unavailable",
  "gateway_timeout",
]);

/**
 * Reads a task again with the project's key, whatever was posted of it.
 *
 * @returns what Hive says of it; or what to answer: 503, so that Hive tries again, if it does not show the task yet or cannot be asked now; 403 if what
 * was posted can be no task of the project's.
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
    if (task.id !== taskId) return ANOTHER;
    return { kind: "task", task };
  } catch (error) {
    if (!isHiveError(error)) throw error;
    if (error.kind === "task") return outcomeOfFailure(taskId, error);
    const isNone = error.kind === "input" || (error.kind === "http" && error.reason === "bad_request");
    if (isNone) return { status: 403, reason: "Hive takes the id for none of a task." };
    if (error.kind === "http" && error.reason === "not_found") {
      // A callback may be faster than Hive's own records, and Hive's word that there is none is no proof that it was made up.
      return { status: 503, reason: "Hive does not show the task yet.", problem: error.message };
    }
    return notAsked(error);
  }
}

const ANOTHER: CallbackAnswer = { status: 403, reason: "Hive shows another task under the id." };

/** A body may say with HTTP 200, too, that Hive cannot be asked now: taken for the task's failure, that would lose a good task. */
function outcomeOfFailure(taskId: string, error: HiveTaskError): TaskOutcome | CallbackAnswer {
  if (error.taskId === null || OF_ASKING.has(error.reason)) return notAsked(error);
  return error.taskId === taskId ? { kind: "failure", error } : ANOTHER;
}

function notAsked({ message: problem }: Error): CallbackAnswer {
  return { status: 503, reason: "Hive could not be asked for the task.", problem };
}
