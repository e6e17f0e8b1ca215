import { isHiveError } from "@hivekit/core";
import type { HiveErrorReason, HiveTaskError } from "@hivekit/core";
import type { HiveService } from "../service/hive.service.ts";
import type { CallbackErrorResponse } from "./callback-response.ts";
import type { TaskOutcome } from "./task-outcome.ts";

/** How long Hive may take to return a task that it has reported as done, in milliseconds. */
const CONFIRM_TIMEOUT_MS = 60_000;

/** Reasons that concern the request for the task rather than the task, even if the response contains the task's id. */
const REQUEST_REASONS: ReadonlySet<HiveErrorReason> = new Set([
  "unauthorized",
  "insufficient_balance",
  "rate_limited",
  "server_error",
  "bad_gateway",
  "unavailable",
  "gateway_timeout",
]);

const DIFFERENT_TASK: CallbackErrorResponse = {
  status: 403,
  reason: "Hive returned a different task for this id.",
};

/**
 * Fetches a task with the project's key, regardless of the posted contents.
 *
 * @returns the outcome that Hive reports, or an error response: 503 if Hive does not have the task yet or cannot be
 * reached, so that it sends the callback again; 403 if the posted task cannot belong to the project.
 */
export async function confirmOutcome(
  taskId: string,
  service: Pick<HiveService, "task" | "wait">,
): Promise<TaskOutcome | CallbackErrorResponse> {
  try {
    const poll = await service.task(taskId, { timeoutMs: CONFIRM_TIMEOUT_MS });
    // wait() begins with a pause, so it is used only for tasks with more than one page of frames.
    const isComplete = poll.state === "done" && poll.nextFrameOffset === null;
    const task = isComplete ? poll.task : await service.wait(taskId, { timeoutMs: CONFIRM_TIMEOUT_MS });
    return task.id === taskId ? { kind: "task", task } : DIFFERENT_TASK;
  } catch (error) {
    if (!isHiveError(error)) throw error;
    if (error.kind === "task") return classifyTaskError(taskId, error);
    if (error.kind === "input" || (error.kind === "http" && error.reason === "bad_request")) {
      return { status: 403, reason: "Hive does not accept the task id." };
    }
    if (error.kind === "http" && error.reason === "not_found") {
      // A callback may arrive before Hive's own records are updated, so a missing task does not prove a forgery.
      return { status: 503, reason: "Hive does not have the task yet.", problem: error.message };
    }
    return unconfirmedResponse(error);
  }
}

/**
 * Distinguishes a failed task from a failed request, which Hive may also report with HTTP 200. Treating a failed
 * request as the task's failure would lose the result.
 */
function classifyTaskError(taskId: string, error: HiveTaskError): TaskOutcome | CallbackErrorResponse {
  if (error.taskId === null || REQUEST_REASONS.has(error.reason)) return unconfirmedResponse(error);
  return error.taskId === taskId ? { kind: "failure", error } : DIFFERENT_TASK;
}

function unconfirmedResponse({ message: problem }: Error): CallbackErrorResponse {
  return { status: 503, reason: "The task could not be confirmed with Hive.", problem };
}
