import type { AnswerFrame, JudgedText } from "../model/answer-frame.ts";
import {
  isSuccess,
  type EmulatorTaskState,
  type FinishedTask,
  type TaskRequest,
  type TaskResult,
} from "./emulator-task.ts";

/** A task in the store. */
export type StoredTask = {
  readonly request: TaskRequest;
  readonly state: EmulatorTaskState;
  /** The task with its result; `null` while it is queued, and if it was cancelled. */
  readonly finished: FinishedTask | null;
};

/** The tasks of an emulator. Queued tasks are always kept, ended tasks up to a limit. */
export type TaskStore = {
  /** Adds an accepted task. */
  add(request: TaskRequest): void;
  /** Stores the result of a task. Has no effect for a task that was cleared. */
  finish(task: FinishedTask): void;
  /** Marks a queued task as cancelled, because its caller disconnected. */
  cancel(id: string): void;
  get(id: string): StoredTask | undefined;
  /** Lists the kept tasks in order of arrival. */
  list(): readonly StoredTask[];
  clear(): void;
};

/** The limit for all ended tasks together, enough for about 80,000 frames of the visual model. Emulator behavior. */
const MAX_KEPT_BYTES = 64 * 1024 * 1024;

/** Creates an empty store. @param limit - the number of latest finished or cancelled tasks to keep */
export function createTaskStore(limit: number): TaskStore {
  const tasks = new Map<string, StoredTask>();
  // The ids of the ended tasks with their sizes, in the order in which they ended.
  const ended = new Map<string, number>();
  let keptBytes = 0;

  const end = (task: StoredTask): void => {
    const { id } = task.request;
    if (tasks.get(id)?.state !== "queued") return;
    const bytes = estimateBytes(task);
    tasks.set(id, task);
    ended.set(id, bytes);
    keptBytes += bytes;
    for (const [oldest, size] of ended) {
      // The latest task is kept regardless of its size.
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
      // The finished task includes the request, so the original can be garbage-collected.
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

/** Estimates the heap size of a task: the submitted data that is echoed, and the result. */
function estimateBytes({ request, finished }: StoredTask): number {
  const { text, metadata, url, filename, callbackUrl } = request;
  return (
    estimateTextBytes([text, metadata, url, filename, callbackUrl]) +
    (finished === null ? 0 : estimateResultBytes(finished.result))
  );
}

function estimateResultBytes(result: TaskResult): number {
  if (result.kind === "labels") return estimateTextBytes(result.labels);
  const hits = [...(result.textInfo?.filters ?? []), ...(result.textInfo?.pii ?? [])];
  const frames = result.frames.reduce((sum, frame) => sum + estimateFrameBytes(frame), 0);
  return frames + hits.length * 100 + estimateTextBytes(hits.map((hit) => hit.value));
}

/** Counts two bytes per UTF-16 code unit. An engine may need less. */
function estimateTextBytes(texts: readonly (string | null)[]): number {
  return texts.reduce((sum, text) => sum + 2 * (text?.length ?? 0), 0);
}

function estimateFrameBytes(frame: AnswerFrame): number {
  switch (frame.kind) {
    case "classes":
    case "text":
      return 100 + frame.scores.length * 8;
    case "boxes":
      return 100 + frame.boxes.length * 100;
    case "logos":
      return 100 + frame.logos.reduce((sum, { locations }) => sum + 400 + locations.length * 200, 0);
    case "faces":
      return 100 + frame.faces.length * 100;
    case "transcript":
      return 100 + estimateTextBytes([frame.text]) + frame.words.length * 300;
    case "speech":
      return 100 + estimateTextBytes([frame.text]) + frame.sentences.reduce(addJudgedText, 0);
    case "textBlock":
      return 100 + estimateTextBytes([frame.block.text]) + frame.block.words.length * 300;
    case "textBlocks":
      return (
        100 + frame.blocks.reduce((sum, block) => addJudgedText(sum, block) + block.words.length * 300, 0)
      );
    case "translation":
      return 100 + estimateTextBytes([frame.text, frame.translatedText]);
    case "chat":
      return 100 + estimateTextBytes([frame.content, frame.refusal]);
    case "csam":
      return 200 + frame.csam.hashes.length * 300;
    case "mask":
      return 200 + frame.mask.map.colors.byteLength;
    default:
      return frame satisfies never;
  }
}

function addJudgedText(sum: number, { text, scores, filters, pii }: JudgedText): number {
  return sum + 200 + estimateTextBytes([text]) + scores.length * 8 + (filters.length + pii.length) * 150;
}
