import type { HiveTaskError, Task } from "@hivekit/core";

/** The outcome of a task. */
export type TaskOutcome =
  | {
      /** Hive completed the task. */
      readonly kind: "task";
      /** The complete result. */
      readonly task: Task;
    }
  | {
      /** The task failed. */
      readonly kind: "failure";
      /** The error that Hive reported. */
      readonly error: HiveTaskError;
    };

/** Returns the id of the task; `""` if the body has none. */
export function getTaskId(outcome: TaskOutcome): string {
  return outcome.kind === "task" ? outcome.task.id : (outcome.error.taskId ?? "");
}
