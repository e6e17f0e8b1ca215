import type { ColorShares } from "../chat/seen-colors.ts";
import { countImageTokens } from "../chat/count-tokens.ts";
import { ApiError } from "../error/api-error.ts";
import { detectFormat, FORMAT_BYTES } from "../media/media-format.ts";
import { answerMedia, type MediaFacts } from "../model/answer-media.ts";
import { createPixelModel, type FrameModel } from "../model/frame-model.ts";
import { SUCCESS, type TaskStatus } from "../model/task-status.ts";
import type { ChatMedia } from "./load-chat-media.ts";

/** A frame that the model sees, with its tokens. */
export type SeenFrame = {
  readonly timeSeconds: number;
  readonly shares: ColorShares;
  readonly tokens: number;
};

/** What the model sees in a file. */
export type SeenMedia = {
  readonly facts: MediaFacts;
  /** A failure if the file could not be decoded. */
  readonly status: TaskStatus;
  /** The frames in ascending order of time; one for an image. */
  readonly frames: readonly SeenFrame[];
};

/** The maximum number of frames that one request samples. Emulator behavior: Hive's limit is not known. */
const MAX_FRAMES = 1000;

/**
 * Decodes an image or samples a video of a chat completion. If an animation is sent as an image, the model sees only
 * its first frame (emulator behavior).
 *
 * @throws ApiError 400 for a video that is sent as an image, for an image that is sent as a video, and for too many
 * frames; the signal's reason when it aborts.
 */
export async function lookAtChatMedia(
  { file, framesPerSecond }: ChatMedia,
  signal: AbortSignal,
): Promise<SeenMedia> {
  const format = detectFormat(new Uint8Array(await file.slice(0, FORMAT_BYTES).arrayBuffer()));
  const isImage = framesPerSecond === null;
  if (isImage && format?.kind === "video") {
    throw new ApiError(400, `The file of an image_url is a ${format.shortName} video. Send it as media_url.`);
  }
  const model = limitFrames(createPixelModel("emulator_colors"));
  const rate = isImage ? {} : { framesPerSecond };
  const { media, status, frames } = await answerMedia(file, format, { model, signal, ...rate });
  const isSuccess = status.code === SUCCESS.code;
  if (isSuccess && !isImage && !media.isMoving) {
    throw new ApiError(400, "The file of the media_url is an image. Send it as image_url.");
  }
  const tokens = countImageTokens({ widthPx: media.widthPx ?? 1, heightPx: media.heightPx ?? 1 });
  const seen = frames.flatMap((frame): SeenFrame[] => {
    if (frame.kind !== "classes") return [];
    return [{ timeSeconds: frame.timeSeconds, shares: frame.scores, tokens }];
  });
  return { facts: media, status, frames: isImage ? seen.slice(0, 1) : seen };
}

function limitFrames(model: FrameModel): FrameModel {
  return (frame, context) => {
    if (context.index < MAX_FRAMES) return model(frame, context);
    throw new ApiError(
      400,
      `The video has more than ${MAX_FRAMES} frames at this fps, the emulator's limit. Send a lower fps.`,
    );
  };
}
