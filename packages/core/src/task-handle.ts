import type { CallOptions } from "./call-options.ts";
import type { FrameStream } from "./frames/frame-stream.ts";
import type { Task } from "./result/task.ts";

/** A task that was submitted for later. Keep the id: `HiveClient.wait` and `taskFrames` take it, also after a restart. */
export type TaskHandle = {
  /** Hive's id of the task. */
  readonly id: string;
  /** Waits for the whole result, as `HiveClient.wait`. */
  wait(options?: CallOptions): Promise<Task>;
  /** Waits, and gives the frames page by page, as `HiveClient.taskFrames`. */
  frames(options?: CallOptions): FrameStream;
};
