import type { AnswerFrame } from "./answer-frame.ts";
import { decodeMedia } from "../media/decode-media.ts";
import type { DecodedMedia } from "../media/decoded-media.ts";
import { MediaError } from "../media/media-error.ts";
import type { MediaFormat } from "../media/media-format.ts";
import type { FrameModel } from "./frame-model.ts";

/** The facts about a file. `null` where they are known from decoding only and the file was not decoded. */
export type MediaFacts = {
  readonly isMoving: boolean;
  readonly mimetype: string | null;
  readonly shortName: string | null;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  readonly frameCount: number | null;
  readonly durationSeconds: number | null;
};

/** What a model says about a media, or why it cannot. */
export type MediaAnswer = {
  readonly media: MediaFacts;
  /** Hive's task code and message. */
  readonly status: { readonly code: string; readonly message: string };
  /** By ascending time; empty when the media could not be decoded, even if only its end could not. */
  readonly frames: readonly AnswerFrame[];
};

/**
 * Decodes a media and lets a model look at each of its frames.
 *
 * @param format - what the first bytes say; `null` for an unknown kind.
 * @throws the signal's reason, when it aborts.
 */
export async function answerMedia(
  media: Blob,
  format: MediaFormat | null,
  options: { readonly model: FrameModel; readonly signal: AbortSignal },
): Promise<MediaAnswer> {
  let decoded: DecodedMedia | null = null;
  try {
    decoded = await decodeMedia(media, format);
    const frames = await lookAt(decoded, options);
    return { media: mediaFacts(format, decoded), status: { code: "0", message: "SUCCESS" }, frames };
  } catch (error) {
    if (!(error instanceof MediaError)) throw error;
    return {
      media: mediaFacts(format, decoded),
      status: { code: error.code, message: error.message },
      frames: [],
    };
  }
}

async function lookAt(
  media: DecodedMedia,
  { model, signal }: { readonly model: FrameModel; readonly signal: AbortSignal },
): Promise<readonly AnswerFrame[]> {
  const { widthPx, heightPx } = media;
  const frames: AnswerFrame[] = [];
  for await (const frame of media.frames) {
    signal.throwIfAborted();
    frames.push(model(frame, { place: frames.length, widthPx, heightPx }));
  }
  return frames;
}

/** What is known of a file by its first bytes and, where it was decoded, by its frames. */
export function mediaFacts(format: MediaFormat | null, decoded: DecodedMedia | null): MediaFacts {
  return {
    isMoving: decoded?.isMoving ?? format?.decoder === "video",
    mimetype: format?.mimetype ?? null,
    shortName: format?.shortName ?? null,
    widthPx: decoded?.widthPx ?? null,
    heightPx: decoded?.heightPx ?? null,
    frameCount: decoded?.frameCount ?? null,
    durationSeconds: decoded?.durationSeconds ?? null,
  };
}
