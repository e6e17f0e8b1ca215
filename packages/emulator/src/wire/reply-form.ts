import type { TaskModel } from "../model/emulator-model.ts";
import { isSuccess, type FinishedTask } from "../state/emulator-task.ts";

/** The keys of `input`, in addition to those that every reply has. */
export type InputForm = {
  /** Whether it has `config_version` and `config_tag`. */
  readonly hasConfig: boolean;
  /** Whether it has `hash` for media. Text always has it. */
  readonly hasHash: boolean;
  /** Whether it has `inference_client_version`. */
  readonly hasClientVersion: boolean;
  /** The value of `model_version`. */
  readonly modelVersion: number;
};

/** The keys in which the v2 replies of models differ. */
export type ReplyForm = {
  /** The keys next to `status`: all, all but `from_cache`, or none. */
  readonly head: "complete" | "withoutCache" | "none";
  /** Whether the status entry has `_version`. */
  readonly hasVersion: boolean;
  /** Whether the result of a text has `urls`. */
  readonly hasUrls: boolean;
  /** `null` for a reply without `input`. */
  readonly input: InputForm | null;
  /** Whether `response` is the list of frames, without `output`. */
  readonly isBareList: boolean;
};

const USUAL_INPUT: InputForm = {
  hasConfig: true,
  hasHash: false,
  hasClientVersion: false,
  modelVersion: 1,
};
/** The form of live replies. Source: reference/hive-api.md, section 2.3. */
const USUAL: ReplyForm = {
  head: "complete",
  hasVersion: false,
  hasUrls: true,
  input: USUAL_INPUT,
  isBareList: false,
};
const HASHED_INPUT: InputForm = { ...USUAL_INPUT, hasConfig: false, hasHash: true };
const SPEECH: ReplyForm = {
  ...USUAL,
  head: "withoutCache",
  hasUrls: false,
  input: { ...HASHED_INPUT, modelVersion: 2 },
};

/** The forms of the documented replies. Source: the files v2-… in reference/shapes. */
const FORMS: Partial<Record<TaskModel, ReplyForm>> = {
  emulator_ai_generated: { ...USUAL, input: HASHED_INPUT },
  emulator_ai_audio: { ...USUAL, head: "none", hasVersion: true, input: null },
  emulator_ai_music: { ...USUAL, head: "none", input: { ...HASHED_INPUT, hasClientVersion: true } },
  emulator_transcription: SPEECH,
  emulator_speech: SPEECH,
  emulator_ocr: { ...USUAL, head: "withoutCache", input: { ...HASHED_INPUT, hasHash: false } },
  emulator_ocr_moderation: {
    ...USUAL,
    head: "withoutCache",
    input: { ...HASHED_INPUT, hasClientVersion: true },
  },
  emulator_translation: { ...USUAL, hasVersion: true, input: null },
  emulator_csam: { ...USUAL, head: "none", input: null },
  emulator_csam_hash: { ...USUAL, head: "none", input: null },
  emulator_celebrity: { ...USUAL, hasVersion: true, input: null, isBareList: true },
};

/**
 * Returns the form of a reply. A failed task has the usual form (emulator behavior), and so do all replies in v1, where
 * no other form is documented.
 */
export function getReplyForm({ model, generation, result }: FinishedTask): ReplyForm {
  return generation === "v2" && isSuccess(result) ? (FORMS[model] ?? USUAL) : USUAL;
}
