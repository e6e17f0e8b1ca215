import type { FinishedTask } from "../state/emulator-task.ts";
import { pageFrames, type PageOfFrames, type Reply } from "../api/reply.ts";
import { labelingReply } from "../wire/labeling-reply.ts";
import { outputEntry, statusEntry, type StatusEntry } from "../wire/status-entry.ts";

/** What v2 answers for a model. Source: live v2 replies, reference/hive-api.md, section 2.3. */
export type V2Reply = {
  /** The task's id, a UUID. */
  readonly id: string;
  /** As the HTTP status. */
  readonly code: 200;
  /** The number of the project that the key selected. */
  readonly project_id: number;
  /** The number of the project's owner. */
  readonly user_id: number;
  /** When the answer was ready, ISO 8601. */
  readonly created_on: string;
  /** What was to be echoed; absent where nothing was. */
  readonly metadata?: string;
  /** Always one entry. */
  readonly status: readonly [StatusEntry];
  /** Whether the answer is an earlier task's, by the project's variants. */
  readonly from_cache: boolean;
};

/** What is posted to a callback URL. Source: the documented sample, reference/hive-api.md, section 2.5. */
export type V2Callback = {
  /** The task's id, as the acknowledgement gave it. */
  readonly id: string;
  /** The number of the project that the key selected. */
  readonly project_id: number;
  /** What was to be echoed; `null` where nothing was. */
  readonly metadata: string | null;
  /** Always one entry. */
  readonly status: readonly [StatusEntry];
  /** When it was sent again, ISO 8601; absent the first time. */
  readonly resent_on?: string;
  /** Who had it sent again; absent the first time. */
  readonly resent_by?: "manual";
  /** Whether the answer is an earlier task's, by the project's variants. */
  readonly from_cache: boolean;
};

/** Gives a task v2's form. */
export function v2Reply(task: FinishedTask, page: PageOfFrames | null): Reply {
  const { project, result } = task;
  if (result.kind === "labels") return labelingReply(task, result.labels);
  return {
    envelope: (output) => ({
      id: task.id,
      code: 200,
      project_id: project.id,
      user_id: project.userId,
      created_on: task.finishedOn.toISOString(),
      ...(task.metadata === null ? {} : { metadata: task.metadata }),
      status: [statusEntry(task, result, { form: "reply", output })],
      from_cache: project.variants.fromCache,
    }),
    ...pageFrames(result.frames.length, page, (index) => outputEntry(task, result, index)),
  };
}

/** Gives a task the form of a callback: neither `code` nor `user_id` nor `created_on`. */
export function v2Callback(task: FinishedTask, resentOn: Date | null): Reply {
  const { project, result } = task;
  if (result.kind === "labels") return labelingReply(task, result.labels);
  return {
    envelope: (output) => ({
      id: task.id,
      project_id: project.id,
      metadata: task.metadata,
      status: [statusEntry(task, result, { form: "callback", output })],
      ...(resentOn === null ? {} : { resent_on: resentOn.toISOString(), resent_by: "manual" }),
      from_cache: project.variants.fromCache,
    }),
    ...pageFrames(result.frames.length, null, (index) => outputEntry(task, result, index)),
  };
}
