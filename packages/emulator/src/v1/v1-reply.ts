import { pageFrames, type PageOfFrames, type Reply } from "../api/reply.ts";
import type { FinishedTask } from "../state/emulator-task.ts";
import { toLabelingReply } from "../wire/labeling-reply.ts";
import { toOutputEntry, toStatusEntry, type StatusEntry } from "../wire/reply-status.ts";

/** The reply of a model in v1. Source: V1DOCS, in the envelope of live v1 replies, reference/hive-api.md, section 1. */
export type V1ModelReply = {
  /** The task's id, by default a UUID. */
  readonly id: string;
  /** The HTTP status. */
  readonly code: 200;
  /** The id of the project that the key selected. */
  readonly project_id: number;
  /** The id of the project's owner. */
  readonly user_id: number;
  /** When the result was ready, ISO 8601; never earlier than `created_on` in `input`. */
  readonly created_on: string;
  /** An object, or in later replies an array of one object. Set by the project's variants. */
  readonly status: StatusEntry | readonly [StatusEntry];
  /** Whether the reply comes from a cache. Set by the project's variants. */
  readonly from_cache: boolean;
};

/** Converts a task to a v1 reply. */
export function toV1Reply(task: FinishedTask, page: PageOfFrames | null): Reply {
  const { project, result } = task;
  if (result.kind === "labels") return toLabelingReply(task, result.labels);
  const isArray = project.variants.status === "array";
  return {
    envelope: (output) => {
      const entry = toStatusEntry(task, result, { form: "reply", output });
      return {
        id: task.id,
        code: 200,
        project_id: project.id,
        user_id: project.userId,
        created_on: task.finishedOn.toISOString(),
        status: isArray ? [entry] : entry,
        from_cache: project.variants.fromCache,
      };
    },
    ...pageFrames(result.frames.length, page, (index) => toOutputEntry(task, result, index)),
  };
}
