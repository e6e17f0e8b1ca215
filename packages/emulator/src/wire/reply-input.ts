import type { MediaFacts } from "../model/answer-media.ts";
import { unitPriceFor } from "../state/emulator-project.ts";
import { countCharged, type FinishedTask } from "../state/emulator-task.ts";
import type { InputForm } from "./reply-form.ts";

/**
 * The submitted media, as replies describe it. Facts that only decoding reveals are `null` for a file that could not be
 * decoded.
 */
export type ReplyMedia = {
  /** The URL as submitted; `null` for an upload. */
  readonly url: string | null;
  /** The name of the upload; `null` for a URL. */
  readonly filename: string | null;
  /** `AUDIO`, `PHOTO`, or `VIDEO` for videos and (emulator behavior) animations; `null` for an unknown type. */
  readonly type: "AUDIO" | "PHOTO" | "VIDEO" | null;
  /**
   * The short name of the type, such as `jpeg`; `null` for an unknown type. Absent if the project's variants omit it.
   */
  readonly mime_type?: string | null;
  /** The MIME type, detected from the file's first bytes; `null` for an unknown type. */
  readonly mimetype: string | null;
  /** The width in pixels, as displayed; absent for audio. */
  readonly width?: number | null;
  /** The height in pixels, as displayed; absent for audio. */
  readonly height?: number | null;
  /**
   * The number of frames in the file, of which one per second is classified; 1 for an image. For AI-generated music,
   * the number of segments of 10 seconds. Absent for audio.
   */
  readonly num_frames?: number | null;
  /** The duration in seconds; 0 for an image. */
  readonly duration: number | null;
};

/** `input` in v1 and v2. Source: reference/hive-api.md, section 1.3. */
export type ReplyInput = {
  /** The task's id. Differs from the reply's id if the reply comes from a cache. */
  readonly id: string;
  /**
   * The charge in US dollars: a number with binary rounding errors, as in live replies, or a string with five decimals.
   */
  readonly charge: number | string;
  /** The name of the emulator's model. */
  readonly model: string;
  /** 1, or 2 for the models of speech. */
  readonly model_version: number;
  /** The type of the model in capitals, such as `CATEGORIZATION`. */
  readonly model_type: string;
  /** When the submission arrived, ISO 8601. */
  readonly created_on: string;
  /** The submitted media; absent for text. */
  readonly media?: ReplyMedia;
  /** The id of the project's owner. */
  readonly user_id: number;
  /** The id of the project that the key selected. */
  readonly project_id: number;
  /** Always 1; absent for some models. */
  readonly config_version?: number;
  /** Always `default`; absent for some models. */
  readonly config_tag?: string;
  /** A hash of the text or the media, 32 hexadecimal digits; absent for media of some models. */
  readonly hash?: string;
  /** The version of one of Hive's programs; absent for most models. */
  readonly inference_client_version?: string;
  /** The text as submitted; absent for media. */
  readonly text?: string;
};

/** Describes the submission of a task. @param keys - the keys that differ between models */
export function toReplyInput(
  task: FinishedTask,
  { form, keys }: { readonly form: "reply" | "callback"; readonly keys: InputForm },
): ReplyInput {
  const { project, result } = task;
  const hash = result.kind === "model" && (keys.hasHash || task.text !== null) ? result.hash : null;
  return {
    id: task.inputId,
    charge: formatCharge(task, form),
    model: task.model,
    model_version: keys.modelVersion,
    model_type: task.model === "emulator_text" ? "TEXT_CLASSIFICATION" : project.modelType,
    created_on: task.receivedOn.toISOString(),
    ...(task.media === null ? {} : { media: toReplyMedia(task, task.media) }),
    user_id: project.userId,
    project_id: project.id,
    ...(keys.hasConfig ? { config_version: 1, config_tag: "default" } : {}),
    ...(keys.hasClientVersion ? { inference_client_version: "1.0.0" } : {}),
    ...(hash === null ? {} : { hash }),
    ...(task.text === null ? {} : { text: task.text }),
  };
}

/** Formats the charge. A number is not rounded, because live replies contain the same rounding errors. */
function formatCharge({ project, model, result }: FinishedTask, form: "reply" | "callback"): number | string {
  const charge = countCharged(result) * unitPriceFor(project, model);
  const { charge: variant } = project.variants;
  const isString = variant === "string" || (variant === "auto" && form === "callback");
  return isString ? charge.toFixed(5) : charge;
}

function toReplyMedia({ url, filename, project }: FinishedTask, media: MediaFacts): ReplyMedia {
  const { mimetype, widthPx, heightPx, frameCount } = media;
  const type = chooseMediaType(media);
  return {
    url,
    filename,
    type,
    ...(project.variants.mimeType ? { mime_type: media.shortName } : {}),
    mimetype,
    ...(type === "AUDIO" ? {} : { width: widthPx, height: heightPx, num_frames: frameCount }),
    duration: media.durationSeconds,
  };
}

function chooseMediaType({ mimetype, isMoving }: MediaFacts): ReplyMedia["type"] {
  if (mimetype === null) return null;
  if (mimetype.startsWith("audio/")) return "AUDIO";
  return isMoving ? "VIDEO" : "PHOTO";
}
