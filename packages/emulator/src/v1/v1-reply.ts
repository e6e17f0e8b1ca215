import type { FinishedTask } from "../state/emulator-task.ts";
import { labelingReply } from "../wire/labeling-reply.ts";
import { pageFrames, type PageOfFrames, type Reply } from "../api/reply.ts";
import { outputEntry, statusEntry, type StatusEntry } from "../wire/status-entry.ts";

/** What v1 answers for a model. Source: V1DOCS inside the wrapper of live v1 replies, reference/hive-api.md, section 1. */
export type V1ModelReply = {
  /** The task's id, a UUID. */
  readonly id: string;
  /** As the HTTP status. */
  readonly code: 200;
  /** The number of the project that the key selected. */
  readonly project_id: number;
  /** The number of the project's owner. */
  readonly user_id: number;
  /** When the answer was ready, ISO 8601; not before the one in `input`. */
  readonly created_on: string;
  /** An object in v1, or a list of one as in later v1 replies, by the project's variants. */
  readonly status: StatusEntry | readonly [StatusEntry];
  /** Whether the answer is an earlier task's, by the project's variants. */
  readonly from_cache: boolean;
};

/** Gives a task v1's form. */
export function v1Reply(task: FinishedTask, page: PageOfFrames | null): Reply {
  const { project, result } = task;
  if (result.kind === "labels") return labelingReply(task, result.labels);
  const isList = project.variants.status === "array";
  return {
    envelope: (output) => {
      const entry = statusEntry(task, result, { form: "reply", output });
      return {
        id: task.id,
        code: 200,
        project_id: project.id,
        user_id: project.userId,
        created_on: task.finishedOn.toISOString(),
        status: isList ? [entry] : entry,
        from_cache: project.variants.fromCache,
      };
    },
    ...pageFrames(result.frames.length, page, (index) => outputEntry(task, result, index)),
  };
}
