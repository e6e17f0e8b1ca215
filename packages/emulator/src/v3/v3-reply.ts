import type { Reply } from "../api/reply.ts";
import { ApiError } from "../error/api-error.ts";
import type { AnswerFrame, TextHit } from "../model/answer-frame.ts";
import type { FinishedTask } from "../state/emulator-task.ts";
import type { AlgorithmicTags } from "../wire/reply-frame.ts";

/** An entry of v3's `output`. */
export type V3Output = {
  /**
   * For a video, the index of the frame (`frame_index`, from 0) and its time (`timestamp`, in seconds); for
   * AI-generated content, only the time. Empty for an image, absent for text.
   */
  readonly extra?: readonly {
    /** `frame_index` or `timestamp`. */
    readonly name: string;
    /** The value. */
    readonly value: number;
  }[];
  /**
   * The scores, or for text the levels. The name of a class is in `class` or in `class_name`, depending on the
   * project's variants.
   */
  readonly classes: readonly {
    /** The name of the class; absent if it is in `class_name`. */
    readonly class?: string;
    /** The name of the class; absent if it is in `class`. */
    readonly class_name?: string;
    /** The score, 0 to 1. For text, the level: 0 to 3, or -1 if the class does not support the language. */
    readonly value: number;
  }[];
  /** The provenance in the file; absent without it. AI-generated content only. */
  readonly algorithmic_tags?: AlgorithmicTags;
  /** The hits of word lists and patterns; absent for media. Their indexes are emulator behavior. */
  readonly string_matches?: readonly {
    /** The list or pattern that matched. */
    readonly type: string;
    /** The matched text, in capitals for words on a list. */
    readonly value: string;
    /** The index of the first UTF-16 code unit, from 0. */
    readonly start_index: number;
    /** The index after the last UTF-16 code unit. */
    readonly end_index: number;
  }[];
};

/** A reply in v3. Source: reference/hive-api.md, section 3. */
export type V3Reply = {
  /** The task's id, by default a UUID. */
  readonly task_id: string;
  /** The model in the URL, such as `hive/visual-moderation`. */
  readonly model: string;
  /** A string, as in live replies. */
  readonly version: "1";
  /** The frames in ascending order of time; one for an image or a text. */
  readonly output: readonly V3Output[];
};

/**
 * Converts a task to a v3 reply.
 *
 * @throws ApiError 400 for a failed task, because v3 has no field for a task code. The status is emulator behavior:
 * Hive's status is not known.
 */
export function toV3Reply(task: FinishedTask): Reply {
  const { result } = task;
  if (result.kind === "labels") throw new Error("the v3 format of labels is not known");
  if (result.status.code !== "0") throw new ApiError(400, result.status.message);
  const hits = result.textInfo === null ? [] : [...result.textInfo.filters, ...result.textInfo.pii];
  return {
    envelope: (output) => ({ task_id: task.id, model: task.modelPath, version: "1", output }),
    frameCount: result.frames.length,
    frameAt: (index) => toV3Output(task, result.frames[index], { index, hits }),
  };
}

function toV3Output(
  task: FinishedTask,
  frame: AnswerFrame | undefined,
  { index, hits }: { readonly index: number; readonly hits: readonly TextHit[] },
): V3Output {
  if (frame?.kind !== "classes" && frame?.kind !== "text") {
    throw new Error("the v3 format of such a frame is not known");
  }
  const { classKey } = task.project.variants;
  const classes = frame.classes.map((name, classIndex) => {
    return { [classKey]: name, value: frame.scores[classIndex] ?? 0 };
  });
  if (frame.kind === "text") {
    const string_matches = hits.map(({ type, value, start, end }) => {
      return { type, value, start_index: start, end_index: end };
    });
    return { classes, string_matches };
  }
  const tags = frame.c2pa === undefined ? {} : { algorithmic_tags: { c2pa: frame.c2pa } };
  return { extra: listExtra(task, frame.timeSeconds, index), classes, ...tags };
}

/** Source of the forms: reference/hive-api.md, section 3.3; reference/shapes/v3-ai-generated-video.json. */
function listExtra(task: FinishedTask, timeSeconds: number, index: number): NonNullable<V3Output["extra"]> {
  if (task.media?.isMoving !== true) return [];
  const timestamp = { name: "timestamp", value: timeSeconds };
  return task.model === "emulator_ai_generated"
    ? [timestamp]
    : [{ name: "frame_index", value: index }, timestamp];
}
