import type { FrameStream } from "../frames/frame-stream.ts";
import type { Frame } from "../result/frame.ts";
import type { Task, TaskSummary } from "../result/task.ts";
import { summarize } from "./reused-task.ts";

/** Frames for one consumer, in order. Only one call may be pending. */
export type FrameSource = {
  /** Returns the next frame; `null` at the end. */
  readonly next: () => Promise<Frame | null>;
  /** Returns the rest of the result. Called after the end. */
  readonly summary: () => Promise<TaskSummary>;
  /** Ends the work for this consumer. May be called repeatedly, and after the end. */
  readonly close: (reason: unknown) => void;
};

/** Delivers the frames of a task, until the signal aborts. */
export function replayTask(task: Task, signal: AbortSignal | undefined): FrameSource {
  const frames = task.results.flatMap((result) => result.frames);
  let position = 0;
  return {
    next: async () => {
      signal?.throwIfAborted();
      return frames[position++] ?? null;
    },
    summary: async () => summarize(task),
    close: () => {},
  };
}

/** Delivers the frames of a stream. */
export function readStream(stream: FrameStream): FrameSource {
  const iterator = stream[Symbol.asyncIterator]();
  return {
    next: async () => (await iterator.next()).value ?? null,
    summary: async () => stream.summary(),
    close: (reason) => stream.cancel(reason),
  };
}
