import type { TextHit } from "../model/answer-frame.ts";
import { maskFilename } from "../model/mask-filename.ts";
import type { FinishedTask, TaskResult } from "../state/emulator-task.ts";
import { TEXT_CLASSES } from "../model/text-classes.ts";
import { modelInput, type ReplyInput } from "./model-input.ts";
import { statusFrame, type ReplyFrame } from "./status-frame.ts";

/** A find in a text; indexes count UTF-16 code units, the end is exclusive. */
export type ReplyTextHit = {
  /** What was found, in capitals. */
  readonly value: string;
  /** Where it begins in the text, from 0. */
  readonly start_index: number;
  /** Where it ends; exclusive. */
  readonly end_index: number;
  /** Which list or pattern found it, such as `profanity` or `Email Address`. */
  readonly type: string;
};

/** What a model answered: v1's `status`, or an entry of v2's. */
export type StatusEntry = {
  /** `"0"` and `SUCCESS`, or one of Hive's task codes with its name and, after a colon, our reason. */
  readonly status: {
    /** `"0"` for success. */
    readonly code: string;
    /** `SUCCESS`, or what went wrong. */
    readonly message: string;
  };
  /** What was submitted, and what the model answered. */
  readonly response: {
    /** What was submitted. */
    readonly input: ReplyInput;
    /** Of a text alone, as the four that follow. */
    readonly custom_classes?: readonly [];
    /** Words that are on a list. */
    readonly text_filters?: readonly ReplyTextHit[];
    /** Personal data. */
    readonly pii_entities?: readonly ReplyTextHit[];
    /** Web addresses: none are looked for here. */
    readonly urls?: readonly [];
    /** The language of the text, such as `EN`, or `UNSUPPORTED`. */
    readonly language?: string;
    /** The classes that the model judged; empty for a language that it does not know. */
    readonly moderated_classes?: readonly string[];
    /** The frames, by ascending time; empty for a failed task. */
    readonly output: readonly ReplyFrame[];
  };
};

/** The result of a model. */
export type ModelResult = Extract<TaskResult, { kind: "model" }>;

/** Writes an entry with `output` in its place; a text's finds are siblings of it. Source: reference/hive-api.md, section 2.6.3. */
export function statusEntry(
  task: FinishedTask,
  result: ModelResult,
  options: { readonly form: "reply" | "callback"; readonly output: unknown },
): unknown {
  const { findings } = result;
  const text =
    findings === null
      ? {}
      : {
          custom_classes: [],
          text_filters: findings.filters.map(textHit),
          pii_entities: findings.pii.map(textHit),
          urls: [],
          language: findings.language,
          moderated_classes: findings.language === "UNSUPPORTED" ? [] : TEXT_CLASSES,
        };
  return {
    status: result.status,
    response: { input: modelInput(task, options.form), ...text, output: options.output },
  };
}

/** One entry of the task's `output`; `place` counts over the whole task, whatever page is asked for. */
export function outputEntry(task: FinishedTask, result: ModelResult, place: number): ReplyFrame {
  const frame = result.frames[place];
  if (frame === undefined) throw new Error(`the task has no frame ${place}`);
  return statusFrame(frame, {
    isMoving: task.media?.isMoving ?? false,
    maskUrl: () => `${task.baseUrl}/emulator/masks/${encodeURIComponent(maskFilename(task.id, place))}`,
  });
}

function textHit({ value, start, end, type }: TextHit): ReplyTextHit {
  return { value, start_index: start, end_index: end, type };
}
