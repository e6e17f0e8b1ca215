import type { FinishedTask } from "../state/emulator-task.ts";
import { replyWithoutFrames, type Reply } from "../api/reply.ts";

/**
 * What is answered for data labeling. Source: an older crawl of V1DOCS, reference/hive-api.md, section 1.2. That v2 has the same form is
 * ours, as is what v2 puts into it: no document shows labeling there.
 */
export type LabelingReply = {
  /** The task's id; in v1 `demo_` and a UUID. */
  readonly id: string;
  /** The number of the project that the key selected. */
  readonly project_id: number;
  /** The number of the project's owner. */
  readonly user_id: number;
  /** Where the labels were to be posted; `null` for nowhere, as always in v1. */
  readonly callback: string | null;
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
  /** What was to be echoed; absent where nothing was. v2 only. */
  readonly metadata?: string;
};

/** Gives the labels of a task their form, the same in replies and callbacks. */
export function labelingReply(task: FinishedTask, labels: readonly string[]): Reply {
  const reply: LabelingReply = {
    id: task.id,
    project_id: task.project.id,
    user_id: task.project.userId,
    callback: task.callbackUrl,
    project_type: "np",
    media_type: task.media?.isMoving === true ? "video" : "photo",
    params: {},
    status: labels,
    created_on: task.receivedOn.toISOString(),
    ...(task.metadata === null ? {} : { metadata: task.metadata }),
  };
  return replyWithoutFrames(reply);
}
