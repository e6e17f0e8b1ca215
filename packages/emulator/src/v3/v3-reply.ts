import type { AnswerFrame, TextHit } from "../model/answer-frame.ts";
import { ApiError } from "../error/api-error.ts";
import type { FinishedTask } from "../state/emulator-task.ts";
import type { Reply } from "../api/reply.ts";

/** One entry of v3's `output`. */
export type V3Output = {
  /** Of a video: `frame_index`, and `timestamp` in seconds. Empty for a picture, absent for a text. */
  readonly extra?: readonly {
    /** What is told. */
    readonly name: string;
    /** Its number. */
    readonly value: number;
  }[];
  /** Scores, or levels of a text. The name is `class`, or `class_name` by the project's variants. */
  readonly classes: readonly {
    /** The class; absent where the project's variant is `class_name`. */
    readonly class?: string;
    /** The class, under the other name; absent where it is called `class`. */
    readonly class_name?: string;
    /** 0 to 1; for texts a level, 0 to 3, or -1. */
    readonly value: number;
  }[];
  /** Of a text alone: what lists and patterns found. The indexes are ours. */
  readonly string_matches?: readonly {
    /** Which list or pattern found it. */
    readonly type: string;
    /** What was found, in capitals. */
    readonly value: string;
    /** Where it begins in the text, from 0. */
    readonly start_index: number;
    /** Where it ends; exclusive. */
    readonly end_index: number;
  }[];
};

/** What v3 answers. Source: reference/hive-api.md, section 3. */
export type V3Reply = {
  /** The task's id, a UUID. */
  readonly task_id: string;
  /** The model in the address, such as `hive/visual-moderation`. */
  readonly model: string;
  /** A string, as in live replies. */
  readonly version: "1";
  /** The frames, by ascending time; one for a picture or a text. */
  readonly output: readonly V3Output[];
};

/**
 * Gives a task v3's form.
 *
 * @throws ApiError 400 for a failed task: v3 has no place for a task code (the status is ours, Hive's is not known).
 */
export function v3Reply(task: FinishedTask): Reply {
  const { result } = task;
  if (result.kind === "labels") throw new Error("the form of labels in v3 is not known");
  if (result.status.code !== "0") throw new ApiError(400, result.status.message);
  const hits = result.findings === null ? [] : [...result.findings.filters, ...result.findings.pii];
  return {
    envelope: (output) => ({ task_id: task.id, model: task.modelPath, version: "1", output }),
    frameCount: result.frames.length,
    frameAt: (place) => outputOf(task, result.frames[place], { place, hits }),
  };
}

function outputOf(
  task: FinishedTask,
  frame: AnswerFrame | undefined,
  { place, hits }: { readonly place: number; readonly hits: readonly TextHit[] },
): V3Output {
  if (frame === undefined || frame.kind === "boxes" || frame.kind === "mask") {
    throw new Error("the form of such a frame in v3 is not known");
  }
  const { classKey } = task.project.variants;
  const classes = frame.classes.map((name, index) => ({ [classKey]: name, value: frame.scores[index] ?? 0 }));
  if (frame.kind === "text") {
    const string_matches = hits.map(({ type, value, start, end }) => {
      return { type, value, start_index: start, end_index: end };
    });
    return { classes, string_matches };
  }
  const extra =
    task.media?.isMoving === true
      ? [
          { name: "frame_index", value: place },
          { name: "timestamp", value: frame.timeSeconds },
        ]
      : [];
  return { extra, classes };
}
