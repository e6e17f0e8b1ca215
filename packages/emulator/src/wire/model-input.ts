import type { MediaFacts } from "../model/answer-media.ts";
import { unitPriceUsd } from "../state/emulator-project.ts";
import { countCharged, type FinishedTask } from "../state/emulator-task.ts";

/** What was submitted, as replies describe it. Of a file that was not decoded, what is not known is `null`. */
export type ReplyMedia = {
  /** The URL as submitted; `null` for an upload. */
  readonly url: string | null;
  /** The name of the uploaded file; `null` for a URL. */
  readonly filename: string | null;
  /** `PHOTO`, or `VIDEO` for videos and for animations of several frames (the latter: ours). */
  readonly type: "PHOTO" | "VIDEO" | null;
  /** The short name of the type, such as `jpeg`. Absent where the project's variants say so. */
  readonly mime_type?: string | null;
  /** The type in full, by the file's first bytes. */
  readonly mimetype: string | null;
  /** Width in pixels, as shown. */
  readonly width: number | null;
  /** Height in pixels, as shown. */
  readonly height: number | null;
  /** Frames in the file, of which one per second is classified; 1 for a picture. */
  readonly num_frames: number | null;
  /** Length in seconds; 0 for a picture. */
  readonly duration: number | null;
};

/** `input` of v1 and v2. Source: reference/hive-api.md, section 1.3. */
export type ReplyInput = {
  /** The task's id; another one than the reply's where that is from a cache. */
  readonly id: string;
  /** US dollars: a number with the noise of binary fractions that live replies have, or a string with five decimals. */
  readonly charge: number | string;
  /** The model's name (ours). */
  readonly model: string;
  /** Always 1. */
  readonly model_version: number;
  /** The kind of reply, in capitals, such as `CATEGORIZATION`. */
  readonly model_type: string;
  /** When the submission arrived, ISO 8601. */
  readonly created_on: string;
  /** Absent for a text. */
  readonly media?: ReplyMedia;
  /** The number of the project's owner. */
  readonly user_id: number;
  /** The number of the project that the key selected. */
  readonly project_id: number;
  /** Always 1. */
  readonly config_version: number;
  /** Always `default`. */
  readonly config_tag: string;
  /** Of a text alone: 32 hexadecimal digits. */
  readonly hash?: string;
  /** Of a text alone: the text as submitted. */
  readonly text?: string;
};

/** Describes the request inside its reply. The charge is frames times price, not rounded: live replies have that noise, too. */
export function modelInput(task: FinishedTask, form: "reply" | "callback"): ReplyInput {
  const { project, result } = task;
  const hash = result.kind === "model" ? result.hash : null;
  return {
    id: task.inputId,
    charge: chargeOf(task, form),
    model: task.model,
    model_version: 1,
    model_type: task.model === "emulator_text" ? "TEXT_CLASSIFICATION" : project.modelType,
    created_on: task.receivedOn.toISOString(),
    ...(task.media === null ? {} : { media: mediaOf(task, task.media) }),
    user_id: project.userId,
    project_id: project.id,
    config_version: 1,
    config_tag: "default",
    ...(hash === null ? {} : { hash }),
    ...(task.text === null ? {} : { text: task.text }),
  };
}

function chargeOf({ project, model, result }: FinishedTask, form: "reply" | "callback"): number | string {
  const charge = countCharged(result) * unitPriceUsd(project, model);
  const { charge: variant } = project.variants;
  const isString = variant === "string" || (variant === "auto" && form === "callback");
  return isString ? charge.toFixed(5) : charge;
}

function mediaOf({ url, filename, project }: FinishedTask, media: MediaFacts): ReplyMedia {
  return {
    url,
    filename,
    type: media.mimetype === null ? null : media.isMoving ? "VIDEO" : "PHOTO",
    ...(project.variants.mimeType ? { mime_type: media.shortName } : {}),
    mimetype: media.mimetype,
    width: media.widthPx,
    height: media.heightPx,
    num_frames: media.frameCount,
    duration: media.durationSeconds,
  };
}
