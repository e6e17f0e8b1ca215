import type { AnswerFrame } from "../model/answer-frame.ts";
import type { EmulatorTaskState, FinishedTask, TaskRequest, TaskResult } from "./emulator-task.ts";
import { isSuccess } from "./emulator-task.ts";

/** A task in the store: taken on, and perhaps finished. */
export type StoredTask = {
  readonly request: TaskRequest;
  readonly state: EmulatorTaskState;
  /** `null` while it is queued, and when it was cancelled. */
  readonly finished: FinishedTask | null;
};

/** The tasks of an emulator. What is not finished is always kept, what is finished up to a limit. */
export type TaskStore = {
  /** Takes a task on. */
  add(request: TaskRequest): void;
  /** Notes what came of it. Does nothing for a task that was cleared away. */
  finish(task: FinishedTask): void;
  /** The caller went away. */
  cancel(id: string): void;
  get(id: string): StoredTask | undefined;
  /** All that are kept, in the order of their arrival. */
  list(): readonly StoredTask[];
  clear(): void;
};

/** Bytes of tasks that are kept, at most: about 80 000 frames of the visual model. Ours. */
const MAX_KEPT_BYTES = 64 * 1024 * 1024;

/** Makes an empty store that keeps the last `limit` tasks that are finished or cancelled. */
export function createTaskStore(limit: number): TaskStore {
  const tasks = new Map<string, StoredTask>();
  // The ids of tasks that may be dropped, by the moment at which they ended, each with its size.
  const ended = new Map<string, number>();
  let keptBytes = 0;

  const end = (task: StoredTask): void => {
    const { id } = task.request;
    if (tasks.get(id)?.state !== "queued") return;
    const bytes = sizeOf(task);
    tasks.set(id, task);
    ended.set(id, bytes);
    keptBytes += bytes;
    for (const [oldest, size] of ended) {
      // The latest one stays, however large it is.
      if (ended.size <= Math.max(1, limit) && (keptBytes <= MAX_KEPT_BYTES || ended.size === 1)) break;
      ended.delete(oldest);
      tasks.delete(oldest);
      keptBytes -= size;
    }
  };
  return {
    add: (request) => void tasks.set(request.id, { request, state: "queued", finished: null }),
    finish: (task) => {
      const stored = tasks.get(task.id);
      if (stored === undefined) return;
      const state = isSuccess(task.result) ? "done" : "failed";
      // It holds all that the request held, so that is let go of.
      end({ request: task, state, finished: task });
    },
    cancel: (id) => {
      const stored = tasks.get(id);
      if (stored !== undefined) end({ ...stored, state: "cancelled" });
    },
    get: (id) => tasks.get(id),
    list: () => [...tasks.values()],
    clear: () => {
      tasks.clear();
      ended.clear();
      keptBytes = 0;
    },
  };
}

/** About how much of the heap a task takes: what its caller sent to be echoed, and what was answered. */
function sizeOf({ request, finished }: StoredTask): number {
  const { text, metadata, url, filename, callbackUrl } = request;
  return (
    textBytes([text, metadata, url, filename, callbackUrl]) +
    (finished === null ? 0 : resultBytes(finished.result))
  );
}

function resultBytes(result: TaskResult): number {
  if (result.kind === "labels") return textBytes(result.labels);
  const hits = [...(result.findings?.filters ?? []), ...(result.findings?.pii ?? [])];
  const frames = result.frames.reduce((sum, frame) => sum + frameBytes(frame), 0);
  return frames + hits.length * 100 + textBytes(hits.map((hit) => hit.value));
}

/** Two bytes for a UTF-16 code unit; an engine may need less. */
function textBytes(texts: readonly (string | null)[]): number {
  return texts.reduce((sum, text) => sum + 2 * (text?.length ?? 0), 0);
}

function frameBytes(frame: AnswerFrame): number {
  switch (frame.kind) {
    case "classes":
    case "text":
      return 100 + frame.scores.length * 8;
    case "boxes":
      return 100 + frame.boxes.length * 100;
    case "mask":
      return 200 + frame.mask.map.colors.byteLength;
    default:
      return frame satisfies never;
  }
}
