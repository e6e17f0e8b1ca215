import { toErrorResponse } from "../api/error-response.ts";
import type { Exchange } from "../api/exchange.ts";
import type { Generation } from "../api/generation.ts";
import { replyWithoutFrames, type PageOfFrames, type Reply } from "../api/reply.ts";
import { ApiError } from "../error/api-error.ts";
import { getFaultDefinition } from "../faults/fault-kinds.ts";
import { readRequestedFaults } from "../faults/read-requested-faults.ts";
import type { EmulatorState } from "../state/emulator-state.ts";
import { authenticate } from "./admission.ts";
import { holdResponse, writeReply } from "./write-response.ts";

/** The default number of frames per page. Source: Hive's Postman collection, reference/hive-api.md, section 1.7. */
const DEFAULT_LIMIT = 200;

/**
 * Responds to a poll, `GET /api/v1/task` or `GET /api/v2/task`, with a page of the finished task or a message that it
 * is in progress. Polls are free and not recorded in the journal.
 *
 * @throws BrokenConnection for a fault; the signal's reason when it aborts.
 */
export async function pollTask(
  exchange: Exchange,
  options: { readonly generation: Generation; readonly state: EmulatorState },
): Promise<Response> {
  const { generation, state } = options;
  try {
    const { project } = await authenticate(exchange, options);
    const fault = state.faults.take({
      stage: "response",
      projectKey: project.key,
      route: `GET /api/${generation.name}/task`,
      requested: readRequestedFaults(exchange.request.headers, ["response"]),
    });
    if (fault !== null) {
      const replacement = getFaultDefinition(fault.kind).replace?.(fault, generation.errorResponse);
      if (replacement !== undefined) return replacement;
    }
    const query = new URL(exchange.request.url).searchParams;
    const reply = createReply(query, { generation, state, projectKey: project.key });
    await holdResponse(fault, { exchange, state });
    // The pace has already delayed the task.
    return writeReply(reply, { exchange, state, fault, msPerFrame: 0 });
  } catch (error) {
    const response = toErrorResponse(error, generation.errorResponse, exchange.signal);
    if (response === null) throw error;
    return response;
  }
}

/** @throws ApiError 400 for an invalid query, 404 for an unknown or cancelled task. */
function createReply(
  query: URLSearchParams,
  options: { readonly generation: Generation; readonly state: EmulatorState; readonly projectKey: string },
): Reply {
  const { generation, state, projectKey } = options;
  const id = query.get("task_id") ?? "";
  if (id === "") throw new ApiError(400, "The query parameter task_id is missing.");
  const page: PageOfFrames = {
    limit: readWholeNumber(query, "frame_limit", { fallback: DEFAULT_LIMIT, min: 1 }),
    offset: readWholeNumber(query, "frame_offset", { fallback: 0, min: 0 }),
  };
  const task = state.tasks.get(id);
  if (task === undefined || task.request.project.key !== projectKey) {
    throw new ApiError(
      404,
      "The project of this key has no task with this id. A reset or the keepTasks limit may have removed it.",
    );
  }
  if (task.state === "cancelled") {
    throw new ApiError(404, "The task was cancelled because its caller disconnected.");
  }
  if (task.finished !== null) return generation.toReply(task.finished, page);
  // Hive documents only "an in-progress message" for a pending task. The format and the wording are emulator behavior.
  return replyWithoutFrames({ task_id: id, message: "The task is in progress" });
}

function readWholeNumber(
  query: URLSearchParams,
  name: string,
  { fallback, min }: { readonly fallback: number; readonly min: number },
): number {
  const text = query.get(name);
  if (text === null) return fallback;
  if (!/^\d{1,9}$/.test(text) || Number(text) < min) {
    throw new ApiError(
      400,
      `The query parameter ${name} must be a whole number from ${min} to 999999999, got ${JSON.stringify(text)}.`,
    );
  }
  return Number(text);
}
