import type { TextHit } from "../model/answer-frame.ts";
import { createMaskFilename } from "../model/color-mask.ts";
import { TEXT_CLASSES } from "../model/text-classes.ts";
import type { FinishedTask, TaskResult } from "../state/emulator-task.ts";
import { getReplyForm } from "./reply-form.ts";
import { toReplyFrame, type ReplyFrame } from "./reply-frame.ts";
import { toReplyInput, type ReplyInput } from "./reply-input.ts";

/** A hit in a text. Indexes count UTF-16 code units. */
export type ReplyTextHit = {
  /** The matched text, in capitals for words on a list. */
  readonly value: string;
  /** The index of the first code unit, from 0. */
  readonly start_index: number;
  /** The index after the last code unit. */
  readonly end_index: number;
  /** The list or pattern that matched, such as `profanity` or `Email Address`. */
  readonly type: string;
};

/** The result of a model: v1's `status`, or an entry of v2's `status`. */
export type StatusEntry = {
  /** The outcome of the task. */
  readonly status: {
    /** `"0"` for success, otherwise one of Hive's task codes. */
    readonly code: string;
    /** `SUCCESS`, or the name of the task code followed by a colon and the emulator's reason. */
    readonly message: string;
  };
  /** The submission and the result. */
  readonly response: {
    /** The submission. */
    readonly input: ReplyInput;
    /** Always empty; absent for media. */
    readonly custom_classes?: readonly [];
    /** The words that are on a list; absent for media. */
    readonly text_filters?: readonly ReplyTextHit[];
    /** The personal data; absent for media. */
    readonly pii_entities?: readonly ReplyTextHit[];
    /** Always empty, because the emulator does not search for URLs; absent for media. */
    readonly urls?: readonly [];
    /** The language of the text, such as `EN`, or `UNSUPPORTED`; absent for media. */
    readonly language?: string;
    /** The classes that the model judged, empty for an unsupported language; absent for media. */
    readonly moderated_classes?: readonly string[];
    /** The frames in ascending order of time; empty for a failed task. */
    readonly output: readonly ReplyFrame[];
  };
};

/** The result of a model. */
export type ModelResult = Extract<TaskResult, { kind: "model" }>;

/**
 * Creates a status entry with the given `output`. The hits in a text are siblings of `output`. Source:
 * reference/hive-api.md, section 2.6.3.
 */
export function toStatusEntry(
  task: FinishedTask,
  result: ModelResult,
  options: { readonly form: "reply" | "callback"; readonly output: unknown },
): unknown {
  const { form, output } = options;
  const { hasVersion, input: keys, isBareList } = getReplyForm(task);
  const head = { status: result.status, ...(hasVersion ? { _version: 2 } : {}) };
  if (isBareList) return { ...head, response: output };
  const input = keys === null ? {} : { input: toReplyInput(task, { form, keys }) };
  const { textInfo } = result;
  const text =
    textInfo === null
      ? {}
      : {
          custom_classes: [],
          text_filters: textInfo.filters.map(toReplyHit),
          pii_entities: textInfo.pii.map(toReplyHit),
          urls: [],
          language: textInfo.language,
          moderated_classes: textInfo.language === "UNSUPPORTED" ? [] : TEXT_CLASSES,
        };
  return { ...head, response: { ...input, ...text, output } };
}

/**
 * Creates one entry of `output`.
 *
 * @param index - the position in the complete task, regardless of the requested page.
 */
export function toOutputEntry(task: FinishedTask, result: ModelResult, index: number): ReplyFrame {
  const frame = result.frames[index];
  if (frame === undefined) throw new Error(`the task has no frame ${index}`);
  return toReplyFrame(frame, {
    isMoving: task.media?.isMoving ?? false,
    maskUrl: () => `${task.baseUrl}/emulator/masks/${encodeURIComponent(createMaskFilename(task.id, index))}`,
  });
}

function toReplyHit({ value, start, end, type }: TextHit): ReplyTextHit {
  return { value, start_index: start, end_index: end, type };
}
