import type { Task, TaskSummary } from "../result/task.ts";

/** The tasks that the cache has returned without a submission. */
const reused = /* @__PURE__ */ new WeakSet<object>();

/**
 * Checks whether `withVerdictCache` returned this task, or this summary of a stream, without a submission of its own.
 * Copies, for example of `redactTask` or of JSON, count as new ones. `fromCache` is about Hive's cache, not about this
 * one.
 */
export function isReused(task: Task | TaskSummary): boolean {
  return reused.has(task);
}

/**
 * Copies a task for a call that submitted nothing: its charge is 0, its metadata is that of the call, and the file name
 * is removed, because it may come from another user.
 */
export function reuseTask(task: Task, metadata: string | undefined): Task {
  const copy: Task = {
    ...withoutRaw(task),
    metadata: metadata ?? null,
  };
  const free: Task = { ...copy, results: copy.results.map((result) => ({ ...result, chargeUsd: 0 })) };
  reused.add(free);
  return free;
}

/** Copies a task without `raw` and without the file name. */
export function withoutRaw(task: Task): Task {
  return {
    ...task,
    raw: null,
    metadata: null,
    results: task.results.map((result) => ({
      ...result,
      media: result.media === null ? null : { ...result.media, filename: null },
      frames: result.frames.map((frame) => (frame.raw === null ? frame : { ...frame, raw: null })),
    })),
  };
}

/** Returns a task without its frames, as the summary of a stream. A reused task has a reused summary. */
export function summarize(task: Task): TaskSummary {
  const results = task.results.map(({ frames, ...result }) => ({ ...result, frameCount: frames.length }));
  const summary: TaskSummary = { ...task, results };
  if (reused.has(task)) reused.add(summary);
  return summary;
}
