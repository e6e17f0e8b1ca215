import type { ApiGeneration } from "../model/emulator-model.ts";
import { chargeFor, type EmulatorTaskState } from "./emulator-task.ts";
import type { EmulatorState } from "./emulator-state.ts";
import { toUsd } from "./money.ts";
import type { StoredTask } from "./task-store.ts";

/** A summary of a task. */
export type EmulatorTaskSummary = {
  /** The id of the task, as in its reply. `tasks.get` accepts it. */
  readonly id: string;
  /** The state of the task, `queued` until it has its result. */
  readonly state: EmulatorTaskState;
  /** The key of its project. */
  readonly projectKey: string;
  /** The model that answers. */
  readonly model: string;
  /** The API generation of the submission. */
  readonly generation: ApiGeneration;
  /** When the submission arrived, ISO 8601. */
  readonly receivedOn: string;
  /** When the task got its result, ISO 8601; `null` before, and if it was cancelled. */
  readonly finishedOn: string | null;
  /** The name of the upload; `null` for a URL or a text. */
  readonly filename: string | null;
  /**
   * The MIME type of the media according to its first bytes; `null` for a text, for an unknown type, and before the
   * file was read.
   */
  readonly mimetype: string | null;
  /** Whether the task waits for a reviewer: for an answer from the console or `tasks.answer`. */
  readonly isWaitingForPeople: boolean;
  /** Whether CSAM detection flagged the same media. The console then does not display it. */
  readonly isMediaWithheld: boolean;
  /** The text that accompanies the media, while the task waits for a reviewer; otherwise `null`. */
  readonly question: string | null;
  /** The labels of a reviewer or rule; `null` for models, and before the answer. */
  readonly labels: readonly string[] | null;
  /** Hive's task code; `null` for labels, and before the result. */
  readonly taskCode: string | null;
  /** The number of frames, texts, text blocks, segments or answers in the result; `null` for labels, and before the result. */
  readonly frameCount: number | null;
  /** The charge in US dollars; 0 unless the task succeeded. */
  readonly chargeUsd: number;
};

/** Summarizes a task. */
export function summarizeTask(
  { request, state, finished }: StoredTask,
  { queue, withheldMedia }: Pick<EmulatorState, "queue" | "withheldMedia">,
): EmulatorTaskSummary {
  const waiting = queue.get(request.id);
  const result = finished?.result ?? null;
  return {
    id: request.id,
    state,
    projectKey: request.project.key,
    model: request.model,
    generation: request.generation,
    receivedOn: request.receivedOn.toISOString(),
    finishedOn: finished?.finishedOn.toISOString() ?? null,
    filename: request.filename,
    mimetype: finished?.media?.mimetype ?? waiting?.mimetype ?? null,
    isWaitingForPeople: waiting !== undefined,
    isMediaWithheld: withheldMedia.has(waiting?.hash ?? (result?.kind === "model" ? result.hash : null)),
    question: waiting?.text ?? null,
    labels: result?.kind === "labels" ? result.labels : null,
    taskCode: result?.kind === "model" ? result.status.code : null,
    frameCount: result?.kind === "model" ? result.frames.length : null,
    chargeUsd: result === null ? 0 : toUsd(chargeFor(request, result)),
  };
}
