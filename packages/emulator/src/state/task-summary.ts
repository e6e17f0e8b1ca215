import type { ApiGeneration } from "./emulator-project.ts";
import { chargedCount, isSuccess, type EmulatorTaskState } from "./emulator-task.ts";
import type { LabelingQueue } from "./labeling-queue.ts";
import { toUnits, toUsd } from "./money.ts";
import type { StoredTask } from "./task-store.ts";
import { unitPriceOf } from "./unit-price.ts";

/** A task at a glance. */
export type EmulatorTaskSummary = {
  /** The id under which replies and `tasks.get` know it. */
  readonly id: string;
  /** Where it stands; `queued` until it has its result. */
  readonly state: EmulatorTaskState;
  /** The key of its project. */
  readonly projectKey: string;
  /** What answers. */
  readonly model: string;
  /** The generation of the API that it was submitted by. */
  readonly generation: ApiGeneration;
  /** When it came, ISO 8601. */
  readonly receivedOn: string;
  /** When it had its result, ISO 8601; `null` before. */
  readonly finishedOn: string | null;
  /** The name of the upload; `null` for a URL and a text. */
  readonly filename: string | null;
  /** The type of the media by its first bytes; `null` for a text, an unknown type, and before the file was looked at. */
  readonly mimetype: string | null;
  /** Whether a person has to answer it: then `tasks.answer` does. */
  readonly isWaitingForPeople: boolean;
  /** What came as text beside the media, as long as a person has to answer it; else `null`. */
  readonly question: string | null;
  /** What people answered; `null` for models and before. */
  readonly labels: readonly string[] | null;
  /** Hive's task code; `null` for labels and before. */
  readonly taskCode: string | null;
  /** How many frames or texts were answered; `null` as above. */
  readonly frameCount: number | null;
  /** What was charged, in US dollars. */
  readonly chargeUsd: number;
};

/** Sums a task up. */
export function summarize(
  { request, state, finished }: StoredTask,
  queue: LabelingQueue,
): EmulatorTaskSummary {
  const waiting = queue.get(request.id);
  const result = finished?.result ?? null;
  const isCharged = result !== null && isSuccess(result);
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
    question: waiting?.text ?? null,
    labels: result?.kind === "labels" ? result.labels : null,
    taskCode: result?.kind === "model" ? result.status.code : null,
    frameCount: result?.kind === "model" ? result.frames.length : null,
    chargeUsd: isCharged
      ? toUsd(toUnits(chargedCount(result) * unitPriceOf(request.project, request.model)))
      : 0,
  };
}
