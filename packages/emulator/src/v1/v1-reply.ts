import type { FinishedTask } from "../state/emulator-task.ts";
import type { Reply } from "../wire/reply-parts.ts";
import type { PageOfFrames } from "../wire/page-of-frames.ts";
import { pageOf } from "../wire/page-of-frames.ts";
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

/** What v1 answers for data labeling. Source: an older crawl of V1DOCS, reference/hive-api.md, section 1.2. */
export type LabelingReply = {
  /** The task's id: `demo_` and a UUID. */
  readonly id: string;
  /** The number of the project that the key selected. */
  readonly project_id: number;
  /** The number of the project's owner. */
  readonly user_id: number;
  /** Always `null`: v1 as documented has no callbacks. */
  readonly callback: null;
  /** As in the documented reply; what it stands for is not known. */
  readonly project_type: "np";
  /** What was labeled. */
  readonly media_type: "photo" | "video";
  /** Always empty. */
  readonly params: Readonly<Record<string, never>>;
  /** The labels. */
  readonly status: readonly string[];
  /** When the submission arrived, ISO 8601. */
  readonly created_on: string;
};

/** Gives a task v1's form. */
export function v1Reply(task: FinishedTask, page: PageOfFrames | null): Reply {
  const { project, result } = task;
  if (result.kind === "labels") {
    const labels = labelingReply(task, result.labels);
    return { envelope: () => labels, frameCount: 0, frameAt: () => undefined };
  }
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
    ...pageOf(result.frames.length, page, (place) => outputEntry(task, result, place)),
  };
}

function labelingReply(task: FinishedTask, labels: readonly string[]): LabelingReply {
  return {
    id: task.id,
    project_id: task.project.id,
    user_id: task.project.userId,
    callback: null,
    project_type: "np",
    media_type: task.media?.isMoving === true ? "video" : "photo",
    params: {},
    status: labels,
    created_on: task.receivedOn.toISOString(),
  };
}
