import type * as NodeAv from "node-av";
import { checkStructure } from "./check-structure.ts";
import { createFrameConverter, type FrameConverter } from "./convert-frame.ts";
import type { PixelSize } from "./copy-pixels.ts";
import {
  describeTooManyPixels,
  MAX_PIXELS_IN_MEMORY,
  type DecodedMedia,
  type DecodeOptions,
  type MediaLength,
  type PixelFrame,
} from "./decoded-media.ts";
import { findDuration } from "./find-duration.ts";
import { loadVideoDecoder } from "./load-video-decoder.ts";
import { MediaError } from "./media-error.ts";
import type { MediaFormat } from "./media-format.ts";
import { readDisplay } from "./read-display.ts";
import { readVideoFrames, selectVideoStream, type DecodedFrame } from "./read-video-frames.ts";
import { checkDuration, computeSampleSize } from "./sampling.ts";
import { check, openVideo, type VideoInput } from "./video-input.ts";

/** The maximum number of frames in a video. Emulator behavior: six hours at 120 frames per second. */
const MAX_FRAMES = 6 * 3600 * 120;
/**
 * Opens an MP4, QuickTime, WebM, Matroska, AVI or WMV file, a GIF or an animated PNG. Its frames are decoded when they
 * are read. All of them are decoded, so that a file that is broken anywhere fails.
 *
 * @throws MediaError 3300 when the file is broken, 3100 when it has no video, is encrypted or has an unsupported codec,
 * 3000 when the decoder is not installed. A file that is broken after its first frame throws 3300 from `frames`.
 * @param options.frames - the number of frames according to the file. With one frame, it is an image.
 */
export async function decodeVideo(
  media: Blob,
  format: MediaFormat,
  options: DecodeOptions & { readonly frames?: number | null } = {},
): Promise<DecodedMedia> {
  const { frames: claimed = null, framesPerSecond = 1 } = options;
  const av = await loadVideoDecoder();
  const { mimetype } = format;
  const maxPixels = MAX_PIXELS_IN_MEMORY;
  let input: VideoInput | undefined;
  let decoded: AsyncGenerator<DecodedFrame, number> | undefined;
  try {
    await checkStructure(media, format);
    input = await openVideo(av, media, mimetype);
    checkDuration(input.headerSeconds ?? 0);
    const stream = selectVideoStream(av, input);
    checkPixels(stream.codecpar);
    decoded = readVideoFrames(av, input, { stream, maxPixels });
    const { done, value: first } = await decoded.next();
    if (done === true) throw new Error("it has no frames");
    const display = readDisplay(av, stream, first.frame);
    checkPixels(display);
    const size = computeSampleSize(display);
    const sampler = {
      av,
      input,
      claimed,
      framesPerSecond,
      decoded,
      first,
      size,
      converter: createFrameConverter(av, size, display),
    };
    const { frames, length } = createSampler(sampler, format);
    const hasSound = input.streams.some(({ codecpar }) => codecpar.codecType === av.AVMEDIA_TYPE_AUDIO);
    const { width: widthPx, height: heightPx } = display;
    return { format, isMoving: claimed !== 1, hasSound, widthPx, heightPx, length, frames };
  } catch (error) {
    await decoded?.return(0);
    await input?.close();
    throw toMediaError(error, format);
  }
}

function checkPixels({ width, height }: PixelSize): void {
  if (width * height > MAX_PIXELS_IN_MEMORY) throw new Error(describeTooManyPixels(width, height));
}

type Opened = {
  readonly av: typeof NodeAv;
  readonly input: VideoInput;
  /** The number of frames according to the file; `null` if it does not say. With one frame, it is an image. */
  readonly claimed: number | null;
  /** The number of samples per second. */
  readonly framesPerSecond: number;
  readonly decoded: AsyncGenerator<DecodedFrame, number>;
  readonly first: DecodedFrame;
  /** The size of a sample. */
  readonly size: PixelSize;
  readonly converter: FrameConverter;
};

/** Samples the frames of a video, and measures its length at the same time. */
function createSampler(opened: Opened, format: MediaFormat): Pick<DecodedMedia, "frames" | "length"> {
  // Set after the last frame.
  let length: MediaLength | null = null;
  async function* sample(): AsyncGenerator<PixelFrame> {
    try {
      length = yield* sampleFrames(opened);
    } catch (error) {
      throw toMediaError(error, format);
    } finally {
      await opened.decoded.return(0);
      opened.converter.close();
      await opened.input.close();
    }
  }
  return { frames: sample(), length: () => length };
}

/**
 * Yields the frame that a player shows at 0, 1, 2, … seconds, or at the requested rate: the last frame that has started
 * by then. The first frame is shown from 0 s, and the last frame until the end.
 */
async function* sampleFrames(opened: Opened): AsyncGenerator<PixelFrame, MediaLength> {
  const { av, input, claimed, framesPerSecond, decoded, first, size, converter } = opened;
  const shown = new av.Frame();
  shown.alloc();
  // The pixels of the shown frame, if a sample needed them.
  let rgb: Uint8Array | undefined;
  let samples = 0;
  let timeSeconds = 0;
  async function* sampleUntil(isEnd: () => boolean): AsyncGenerator<PixelFrame> {
    while (!isEnd()) {
      rgb ??= await converter.convert(shown);
      yield { timeSeconds, ...size, rgb };
      samples += 1;
      // Not a sum, whose rounding errors would grow.
      timeSeconds = samples / framesPerSecond;
    }
  }
  let frameCount = 0;
  let next: IteratorResult<DecodedFrame, number> = { done: false, value: first };
  try {
    while (next.done !== true) {
      const { frame, startSeconds } = next.value;
      checkDuration(startSeconds);
      if (shown.width > 0) yield* sampleUntil(() => timeSeconds >= startSeconds);
      shown.unref();
      check(av, shown.ref(frame));
      rgb = undefined;
      if (startSeconds >= 0) frameCount += 1;
      if (frameCount > MAX_FRAMES) throw new Error(`it has more than ${MAX_FRAMES} frames`);
      next = await decoded.next();
    }
    if (frameCount < (claimed ?? 1)) throw new Error(`it has ${frameCount} of ${claimed ?? 1} frames`);
    const durationSeconds = claimed === 1 ? 0 : findDuration(input.headerSeconds, next.value);
    checkDuration(durationSeconds);
    yield* sampleUntil(() => timeSeconds > durationSeconds);
    return { frameCount, durationSeconds };
  } finally {
    shown.free();
  }
}

export function toMediaError(error: unknown, format: MediaFormat): MediaError {
  if (error instanceof MediaError) return error;
  const detail = error instanceof Error ? error.message.trim() : "unknown reason";
  return new MediaError("3300", `the ${format.shortName} file could not be decoded (${detail})`, {
    cause: error,
  });
}
