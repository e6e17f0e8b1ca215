import { replyWithoutFrames, type Reply } from "../api/reply.ts";
import type { FinishedTask } from "../state/emulator-task.ts";

/**
 * The reply to a labeling task. Source: an older crawl of V1DOCS, reference/hive-api.md, section 1.2. No document shows
 * labeling in v2, so this reply and its additional fields in v2 are emulator behavior.
 */
export type LabelingReply = {
  /** The task's id: `demo_` followed by the id that the emulator created, by default a UUID. */
  readonly id: string;
  /** The id of the project that the key selected. */
  readonly project_id: number;
  /** The id of the project's owner. */
  readonly user_id: number;
  /** The URL to which the labels are posted; `null` for none, and always in v1. */
  readonly callback: string | null;
  /** As in the documented reply. Its meaning is not known. */
  readonly project_type: "np";
  /** `video` for a video file, otherwise `photo`. */
  readonly media_type: "photo" | "video";
  /** Always empty. */
  readonly params: Readonly<Record<string, never>>;
  /** The labels. */
  readonly status: readonly string[];
  /** When the submission arrived, ISO 8601. */
  readonly created_on: string;
  /** The metadata of the submission; absent without metadata. v2 only. */
  readonly metadata?: string;
};

/** Converts the labels of a task to a reply. Responses and callbacks have the same format. */
export function toLabelingReply(task: FinishedTask, labels: readonly string[]): Reply {
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
