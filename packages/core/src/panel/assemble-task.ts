import { anyGeneration } from "../protocol/reply/any-generation.ts";
import type { Frame } from "../result/frame.ts";
import type { Task, TaskSummary } from "../result/task.ts";

/** Assembles the task of a stream that was read to its end, as `classify` returns it. */
export function assembleTask(summary: TaskSummary, frames: readonly Frame[]): Task {
  const byResult: Frame[][] = [];
  for (const frame of frames) (byResult[frame.resultIndex] ??= []).push(frame);
  restoreRaw(summary.raw, byResult);
  const results = summary.results.map(({ frameCount: _frameCount, ...result }, index) => ({
    ...result,
    frames: byResult[index] ?? [],
  }));
  return { ...summary, results };
}

/** Puts the frames back into the response, from which the stream removed them. */
function restoreRaw(raw: unknown, byResult: readonly (readonly Frame[])[]): void {
  try {
    for (const [index, { output }] of anyGeneration.read(raw, []).results.entries()) {
      if (output.length === 0) output.push(...(byResult[index] ?? []).map((frame) => frame.raw));
    }
  } catch {
    // A wrapper of a client may have removed the response, or stored it in a form of its own.
  }
}
