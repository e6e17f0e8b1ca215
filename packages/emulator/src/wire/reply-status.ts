import type { AnswerFrame } from "../model/answer-frame.ts";
import { createMaskFilename } from "../model/color-mask.ts";
import { TEXT_CLASSES } from "../model/text-classes.ts";
import type { FinishedTask, TaskResult } from "../state/emulator-task.ts";
import { toCsamEntry } from "./csam-entry.ts";
import { getReplyForm } from "./reply-form.ts";
import { toReplyFrame, type ReplyFrame } from "./reply-frame.ts";
import { toReplyInput, type ReplyInput } from "./reply-input.ts";
import { toReplyHit, type ReplyTextHit } from "./reply-text.ts";

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
    /** Always empty; absent for media without speech. */
    readonly custom_classes?: readonly [];
    /** The words that are on a list; absent for media without speech. */
    readonly text_filters?: readonly ReplyTextHit[];
    /** The personal data; absent for media without speech. */
    readonly pii_entities?: readonly ReplyTextHit[];
    /** Always empty, because the emulator does not search for URLs; absent for media and speech. */
    readonly urls?: readonly [];
    /** The language of the text, such as `EN`, or `UNSUPPORTED`; absent for media without speech. */
    readonly language?: string;
    /** The classes that the model judged, empty for an unsupported language; absent for media without speech. */
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
  const { hasVersion, hasUrls, input: keys, isBareList } = getReplyForm(task);
  const head = { status: result.status, ...(hasVersion ? { _version: 2 } : {}) };
  const [frame] = result.frames;
  if (frame?.kind === "csam") return toCsamEntry(task, frame.csam);
  if (frame?.kind === "translation") return { ...head, response: toTranslation(frame, task.languages) };
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
          ...(hasUrls ? { urls: [] } : {}),
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

/** A translation: `response` of the translation model. Languages are in lower case. */
export type Translation = {
  /** The language of the text, such as `en`. */
  readonly source_language: string;
  /** The text as submitted. */
  readonly source_text: string;
  /** The language of the translation, such as `es`. */
  readonly target_language: string;
  /** The translation. */
  readonly translated_text: string;
};

/** Source of the format: reference/shapes/v2-translation.json. */
function toTranslation(
  { text, translatedText }: Extract<AnswerFrame, { kind: "translation" }>,
  languages: FinishedTask["languages"],
): Translation {
  return {
    source_language: languages?.input.toLowerCase() ?? "",
    source_text: text,
    target_language: languages?.output.toLowerCase() ?? "",
    translated_text: translatedText,
  };
}
