import { pageFrames, type PageOfFrames, type Reply } from "../api/reply.ts";
import type { FinishedTask } from "../state/emulator-task.ts";
import { toLabelingReply } from "../wire/labeling-reply.ts";
import { getReplyForm } from "../wire/reply-form.ts";
import { toOutputEntry, toStatusEntry, type ModelResult, type StatusEntry } from "../wire/reply-status.ts";

/** The reply of a model in v2. Source: live v2 replies, reference/hive-api.md, section 2.3. */
export type V2Reply = {
  /** The task's id, by default a UUID. */
  readonly id: string;
  /** The HTTP status. */
  readonly code: 200;
  /** The id of the project that the key selected. */
  readonly project_id: number;
  /** The id of the project's owner. */
  readonly user_id: number;
  /** When the result was ready, ISO 8601. */
  readonly created_on: string;
  /** The metadata of the submission; absent without metadata. */
  readonly metadata?: string;
  /** Always one entry. */
  readonly status: readonly [StatusEntry];
  /** Whether the reply comes from a cache. Set by the project's variants. Absent for speech and text in images. */
  readonly from_cache?: boolean;
};

/** The body of a callback. Source: the documented sample, reference/hive-api.md, section 2.5. */
export type V2Callback = {
  /** The task's id, as in the acknowledgement. */
  readonly id: string;
  /** The id of the project that the key selected. */
  readonly project_id: number;
  /** The metadata of the submission; `null` without metadata. */
  readonly metadata: string | null;
  /** Always one entry. */
  readonly status: readonly [StatusEntry];
  /** When the callback was resent, ISO 8601; absent the first time. */
  readonly resent_on?: string;
  /** Who resent the callback; absent the first time. */
  readonly resent_by?: "manual";
  /** Whether the reply comes from a cache. Set by the project's variants. */
  readonly from_cache: boolean;
};

/** Converts a task to a v2 reply. */
export function toV2Reply(task: FinishedTask, page: PageOfFrames | null): Reply {
  const { project, result } = task;
  if (result.kind === "labels") return toLabelingReply(task, result.labels);
  const { head } = getReplyForm(task);
  const ids = {
    id: task.id,
    code: 200,
    project_id: project.id,
    user_id: project.userId,
    created_on: task.finishedOn.toISOString(),
  };
  return {
    envelope: (output) => ({
      ...(head === "none" ? {} : ids),
      ...(task.metadata === null ? {} : { metadata: task.metadata }),
      status: [toStatusEntry(task, result, { form: "reply", output })],
      ...(head === "complete" ? { from_cache: project.variants.fromCache } : {}),
      ...describeLanguages(task),
    }),
    ...pageFrames(countEntries(result), page, (index) => toOutputEntry(task, result, index)),
  };
}

/**
 * Converts a task to the body of a callback, which has no `code`, `user_id` and `created_on`.
 *
 * @param resentOn - `null` the first time
 */
export function toV2Callback(task: FinishedTask, resentOn: Date | null): Reply {
  const { project, result } = task;
  if (result.kind === "labels") return toLabelingReply(task, result.labels);
  return {
    envelope: (output) => ({
      id: task.id,
      project_id: project.id,
      metadata: task.metadata,
      status: [toStatusEntry(task, result, { form: "callback", output })],
      ...(resentOn === null ? {} : { resent_on: resentOn.toISOString(), resent_by: "manual" }),
      from_cache: project.variants.fromCache,
      ...describeLanguages(task),
    }),
    ...pageFrames(countEntries(result), null, (index) => toOutputEntry(task, result, index)),
  };
}

/** Counts the entries of `output`. The result of a translation or of CSAM detection is not a list. */
function countEntries({ frames }: ModelResult): number {
  const kind = frames[0]?.kind;
  return kind === "translation" || kind === "csam" ? 0 : frames.length;
}

/** Source: reference/shapes/v2-translation.json. */
function describeLanguages({ languages }: FinishedTask): object {
  if (languages === null) return {};
  return { hsl_options: { input_language: languages.input, output_language: languages.output } };
}
