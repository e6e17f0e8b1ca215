import { askedFaults } from "../faults/asked-faults.ts";
import { holdAnswer, replacementOf } from "../faults/apply-fault.ts";
import type { Exchange } from "../http/exchange.ts";
import { HttpError } from "../http/http-error.ts";
import { writeReply } from "../http/write-reply.ts";
import type { EmulatorState } from "../state/emulator-state.ts";
import type { PageOfFrames } from "../wire/page-of-frames.ts";
import { partsOf, type Reply } from "../wire/reply-parts.ts";
import { authenticate } from "./admit.ts";
import type { Generation } from "./generation.ts";
import { refusalOf } from "./refusal-of.ts";

/** How many frames a page has unless the request says otherwise. Source: Hive's Postman collection, reference/hive-api.md, section 1.7. */
const DEFAULT_LIMIT = 200;

/**
 * Answers `GET /api/v1/task` and `GET /api/v2/task`: one page of a finished task, or that it is in progress. Looking costs nothing
 * and leaves no entry in the journal.
 *
 * @throws BrokenConnection by a fault; the signal's reason, when it aborts.
 */
export async function lookAtTask(
  exchange: Exchange,
  options: { readonly generation: Generation; readonly state: EmulatorState },
): Promise<Response> {
  const { generation, state } = options;
  try {
    const { project } = await authenticate(exchange, options);
    const fault = state.faults.take({
      stage: "answer",
      projectKey: project.key,
      route: `GET /api/${generation.name}/task`,
      asked: askedFaults(exchange.request.headers, ["answer"]),
    });
    const replacement = replacementOf(fault, generation);
    if (replacement !== null) return replacement;
    const query = new URL(exchange.request.url).searchParams;
    const reply = replyTo(query, { generation, state, projectKey: project.key });
    await holdAnswer(fault, { exchange, state });
    // The task took its time when it was worked on.
    return writeReply(partsOf(reply), { exchange, state: { ...state, msPerFrame: 0 }, fault });
  } catch (error) {
    const refusal = refusalOf(error, generation, exchange.signal);
    if (refusal === null) throw error;
    return refusal;
  }
}

function replyTo(
  query: URLSearchParams,
  { generation, state, projectKey }: { generation: Generation; state: EmulatorState; projectKey: string },
): Reply {
  const id = query.get("task_id") ?? "";
  if (id === "") throw new HttpError(400, "The query needs task_id.");
  const page: PageOfFrames = {
    limit: wholeNumber(query, "frame_limit", { fallback: DEFAULT_LIMIT, min: 1 }),
    offset: wholeNumber(query, "frame_offset", { fallback: 0, min: 0 }),
  };
  const task = state.tasks.get(id);
  if (task === undefined || task.request.project.key !== projectKey) {
    throw new HttpError(
      404,
      "The project of this key has no such task; the emulator may have dropped it, or was reset.",
    );
  }
  if (task.state === "cancelled")
    throw new HttpError(404, "The task was cancelled: its caller went away before it was answered.");
  if (task.finished !== null) return generation.reply(task.finished, page);
  // What Hive says of a task in progress is not known: "an in-progress message". Form and words are ours.
  const pending = { task_id: id, message: "The task is in progress" };
  return { envelope: () => pending, frameCount: 0, frameAt: () => undefined };
}

function wholeNumber(
  query: URLSearchParams,
  name: string,
  { fallback, min }: { readonly fallback: number; readonly min: number },
): number {
  const text = query.get(name);
  if (text === null) return fallback;
  if (!/^\d{1,9}$/.test(text) || Number(text) < min) {
    throw new HttpError(400, `The query's ${name} must be a whole number of at least ${min}.`);
  }
  return Number(text);
}
