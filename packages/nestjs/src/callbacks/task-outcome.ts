import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { decodeTask, HiveInputError, isHiveError } from "@hivekit/core";
import type { HiveErrorReason, HiveTaskError, Task } from "@hivekit/core";
import { readCallback } from "@hivekit/core/callback";
import type { HiveService } from "../service/hive.service.ts";
import type { CallbackErrorResponse } from "./callback-response.ts";

/** The outcome of a task. */
export type TaskOutcome =
  | {
      /** Hive completed the task. */
      readonly kind: "task";
      /** The complete result. */
      readonly task: Task;
    }
  | {
      /** The task failed. */
      readonly kind: "failure";
      /** The error that Hive reported. */
      readonly error: HiveTaskError;
    };

/** Returns the id of the task; `""` if Hive did not name one. */
export function getTaskId(outcome: TaskOutcome): string {
  return outcome.kind === "task" ? outcome.task.id : (outcome.error.taskId ?? "");
}

/** How a body is read. */
export type ReadOptions = { readonly maxBodyBytes: number; readonly signal: AbortSignal };

/**
 * Reads the outcome that Hive posted, chunk by chunk.
 *
 * @throws HiveInputError if the body is too large. A body with too large a `content-length` is not read at all.
 * @throws HiveDecodeError if the body is not a task.
 * @throws HiveNetworkError if the body is cut off.
 */
export async function readOutcome(request: IncomingMessage, options: ReadOptions): Promise<TaskOutcome> {
  try {
    return { kind: "task", task: await readTask(request, options) };
  } catch (error) {
    // A failed task is a result, too.
    if (isHiveError(error) && error.kind === "task") return { kind: "failure", error };
    throw error;
  }
}

async function readTask(request: IncomingMessage, options: ReadOptions): Promise<Task> {
  const { maxBodyBytes, signal } = options;
  // In an app that runs inside another server, that server may have read the body before Nest saw the request.
  if (request.readableEnded && "body" in request) return readParsedBody(request.body, options);
  const actual = Number(request.headers["content-length"] ?? 0);
  if (actual > maxBodyBytes) {
    throw new HiveInputError(
      `The callback has ${actual} bytes; the limit is ${maxBodyBytes} (maxBodyBytes).`,
      {
        limit: maxBodyBytes,
        actual,
        unit: "bytes",
      },
    );
  }
  return readCallback(toWebStream(request), { maxBodyBytes, signal });
}

/** Reads a body that another parser has consumed. Parsers of raw bodies and of text leave the JSON unparsed. */
async function readParsedBody(body: unknown, options: ReadOptions): Promise<Task> {
  if (typeof body !== "string" && !(body instanceof Uint8Array)) return decodeTask(body);
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  return readCallback(stream, options);
}

/**
 * Not `Readable.toWeb`: when reading stops early, it destroys the request, and with it the connection on which the
 * response must still be sent.
 */
function toWebStream(request: IncomingMessage): ReadableStream<Uint8Array> {
  const chunks = Readable.prototype.iterator.call(request, { destroyOnReturn: false });
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = await chunks.next();
        if (chunk.done === true) controller.close();
        else controller.enqueue(chunk.value);
      },
      async cancel() {
        await chunks.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/** How long Hive may take to return a task that it has reported as done, in milliseconds. */
const CONFIRM_TIMEOUT_MS = 60_000;

/** Reasons that concern the request for the task rather than the task, even if the response names the task. */
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
 * Reads a task again with the project's key, whatever was posted about it.
 *
 * @returns the outcome according to Hive, or an error response: 503, so that Hive sends the callback again, if Hive
 * does not have the task yet or cannot be asked now; 403 if the posted task cannot belong to the project.
 */
export async function confirmOutcome(
  taskId: string,
  service: Pick<HiveService, "task" | "wait">,
): Promise<TaskOutcome | CallbackErrorResponse> {
  try {
    const poll = await service.task(taskId, { timeoutMs: CONFIRM_TIMEOUT_MS });
    // wait() begins with a pause, so it is only for tasks with more than one page of frames.
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
 * A body with HTTP 200 may also say that Hive cannot answer now. Treated as the task's failure, that would lose a good
 * task.
 */
function classifyTaskError(taskId: string, error: HiveTaskError): TaskOutcome | CallbackErrorResponse {
  if (error.taskId === null || REQUEST_REASONS.has(error.reason)) return unconfirmedResponse(error);
  return error.taskId === taskId ? { kind: "failure", error } : DIFFERENT_TASK;
}

function unconfirmedResponse({ message: problem }: Error): CallbackErrorResponse {
  return { status: 503, reason: "The task could not be confirmed with Hive.", problem };
}
