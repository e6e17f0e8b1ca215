import { decodeMedia } from "../media/decode-media.ts";
import type { DecodedMedia } from "../media/decoded-media.ts";
import { MediaError } from "../media/media-error.ts";
import { FORMAT_BYTES, mediaFormatOf, type MediaFormat } from "../media/media-format.ts";
import { answerModel, type ModelAnswer } from "../model/answer-model.ts";
import type { EmulatorProject } from "../state/emulator-project.ts";
import type { EmulatorState } from "../state/emulator-state.ts";
import { modelReply } from "./model-reply.ts";
import type { EmulatorReply, LabelingReply, ReplyMedia } from "./reply.ts";

/** A media that has been received and waits for its answer. */
export type ReceivedMedia = {
  readonly id: string;
  readonly project: EmulatorProject;
  readonly receivedOn: Date;
  /** The file itself. */
  readonly media: Blob;
  /** The address it was fetched from; `null` for an upload. */
  readonly url: string | null;
  /** The name it was uploaded with; `null` for an address. */
  readonly filename: string | null;
};

/**
 * Answers a task: by the labels for a labeling project, which does not open the file, else by its model.
 * A file that cannot be decoded becomes a reply with one of Hive's task codes, no output and no charge.
 *
 * @throws the signal's reason, when it aborts.
 */
export async function runTask(
  task: ReceivedMedia,
  state: EmulatorState,
  options: { readonly maskUrl: (filename: string) => string; readonly signal: AbortSignal },
): Promise<EmulatorReply> {
  const { project, media } = task;
  const format = mediaFormatOf(new Uint8Array(await media.slice(0, FORMAT_BYTES).arrayBuffer()));
  if (project.model === "emulator_labeling") return labelingReply(task, format, state);
  let decoded: DecodedMedia | null = null;
  let status = { code: "0", message: "SUCCESS" };
  let answer: ModelAnswer = { output: [], masks: new Map() };
  try {
    decoded = await decodeMedia(media, format);
    answer = await answerModel(decoded, { model: project.model, taskId: task.id, ...options });
  } catch (error) {
    if (!(error instanceof MediaError)) throw error;
    status = { code: error.code, message: error.message };
  }
  for (const [filename, mask] of answer.masks) state.masks.set(filename, mask);
  const described = describeMedia(task, format, decoded);
  return modelReply({ ...task, media: described, status, output: answer.output, finishedOn: state.now() });
}

function describeMedia(
  task: ReceivedMedia,
  format: MediaFormat | null,
  decoded: DecodedMedia | null,
): ReplyMedia {
  const isVideo = decoded?.isMoving ?? format?.decoder === "video";
  return {
    url: task.url,
    filename: task.filename,
    type: format === null ? null : isVideo ? "VIDEO" : "PHOTO",
    mime_type: format?.shortName ?? null,
    mimetype: format?.mimetype ?? null,
    width: decoded?.widthPx ?? null,
    height: decoded?.heightPx ?? null,
    num_frames: decoded?.frameCount ?? null,
    duration: decoded?.durationSeconds ?? null,
  };
}

function labelingReply(task: ReceivedMedia, format: MediaFormat | null, state: EmulatorState): LabelingReply {
  return {
    id: `demo_${task.id}`,
    project_id: task.project.id,
    user_id: task.project.userId,
    callback: null,
    project_type: "np",
    media_type: format?.decoder === "video" ? "video" : "photo",
    params: {},
    status: state.labels,
    created_on: task.receivedOn.toISOString(),
  };
}
