import { decodeMedia } from "../media/decode-media.ts";
import type { DecodedMedia, DecodeOptions } from "../media/decoded-media.ts";
import { MediaError } from "../media/media-error.ts";
import type { MediaFormat } from "../media/media-format.ts";
import { measureSound } from "../media/measure-sound.ts";
import type { AnswerFrame } from "./answer-frame.ts";
import type { FrameModel } from "./frame-model.ts";
import { SUCCESS, type TaskStatus } from "./task-status.ts";

/** The facts about a file. Facts that only decoding reveals are `null` if the file was not decoded. */
export type MediaFacts = {
  readonly isMoving: boolean;
  readonly mimetype: string | null;
  readonly shortName: string | null;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  readonly frameCount: number | null;
  readonly durationSeconds: number | null;
};

/** A model's result for a file. */
export type MediaAnswer = {
  readonly media: MediaFacts;
  /** A failure if the file could not be decoded. */
  readonly status: TaskStatus;
  /** The frames in ascending order of time. Empty for a failure, even if the first frames could be decoded. */
  readonly frames: readonly AnswerFrame[];
};

/**
 * Decodes a file and applies a model to each of its frames.
 *
 * @param format - the format according to the first bytes; `null` for an unknown one.
 * @throws the signal's reason when it aborts.
 */
export async function answerMedia(
  media: Blob,
  format: MediaFormat | null,
  options: DecodeOptions & { readonly model: FrameModel; readonly signal: AbortSignal },
): Promise<MediaAnswer> {
  let decoded: DecodedMedia | null = null;
  try {
    decoded = await decodeMedia(media, format, options);
    const frames = await answerFrames(decoded, options);
    return { media: describeMedia(format, decoded), status: SUCCESS, frames };
  } catch (error) {
    if (!(error instanceof MediaError)) throw error;
    const status = { code: error.code, message: error.message };
    return { media: describeMedia(format, decoded), status, frames: [] };
  }
}

async function answerFrames(
  media: DecodedMedia,
  { model, signal }: { readonly model: FrameModel; readonly signal: AbortSignal },
): Promise<readonly AnswerFrame[]> {
  const { widthPx, heightPx, hasSound } = media;
  const frames: AnswerFrame[] = [];
  for await (const frame of media.frames) {
    signal.throwIfAborted();
    frames.push(model(frame, { index: frames.length, widthPx, heightPx, hasSound }));
  }
  return frames;
}

/**
 * Measures a file with sound and applies a function to its duration.
 *
 * @param format - the format according to the first bytes; `null` for an unknown one.
 * @param answer - returns the frames of a file with this duration.
 */
export async function answerSound(
  media: Blob,
  format: MediaFormat | null,
  answer: (durationSeconds: number) => readonly AnswerFrame[],
): Promise<MediaAnswer> {
  const unknown = describeMedia(format, null);
  try {
    const sound = await measureSound(media, format);
    return { media: { ...unknown, ...sound }, status: SUCCESS, frames: answer(sound.durationSeconds) };
  } catch (error) {
    if (!(error instanceof MediaError)) throw error;
    return { media: unknown, status: { code: error.code, message: error.message }, frames: [] };
  }
}

/** Describes a file by its first bytes and, if it was decoded, by its frames. */
export function describeMedia(format: MediaFormat | null, decoded: DecodedMedia | null): MediaFacts {
  const length = decoded?.length() ?? null;
  return {
    isMoving: decoded?.isMoving ?? format?.kind === "video",
    mimetype: format?.mimetype ?? null,
    shortName: format?.shortName ?? null,
    widthPx: decoded?.widthPx ?? null,
    heightPx: decoded?.heightPx ?? null,
    frameCount: length?.frameCount ?? null,
    durationSeconds: length?.durationSeconds ?? null,
  };
}
