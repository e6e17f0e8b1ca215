import type { ModelResult, TaskHead } from "../result/task.ts";

/** What a task, or the summary of a stream of frames, says beside its frames. */
export type VerdictHead = TaskHead & {
  /** One per model reply; `[]` for labeling. */
  readonly results: readonly (Omit<ModelResult, "frames"> & {
    readonly frameCount?: number;
    readonly frames?: ModelResult["frames"];
  })[];
};
