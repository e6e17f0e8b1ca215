import type { Input, InputVideoTrack, VideoSample, VideoSampleSink } from "mediabunny";
import { analysisSize } from "./analysis-size.ts";
import { checkMp4Tables } from "./check-mp4-tables.ts";
import { countFrames } from "./count-frames.ts";
import type { DecodedMedia, PixelFrame } from "./decoded-media.ts";
import { loadVideoDecoder } from "./load-video-decoder.ts";
import { MediaError } from "./media-error.ts";
import type { MediaFormat } from "./media-format.ts";
import { MOST_PIXELS_HELD, tooManyPixels } from "./picture-limits.ts";
import { refuseEndlessReads } from "./refuse-endless-reads.ts";
import { sampleTimes } from "./sample-times.ts";

/**
 * Opens an MP4, QuickTime, WebM or Matroska file; its frames are decoded as they are asked for.
 *
 * @throws MediaError 3300 when the file is broken, 3100 when it has no video or a codec without decoder, 3000 when the decoder
 * is not installed. A file that is broken further on throws 3300 from `frames`.
 */
export async function decodeVideo(media: Blob, format: MediaFormat): Promise<DecodedMedia> {
  const mediabunny = await loadVideoDecoder();
  const { BlobSource, Input: MediaInput, VideoSampleSink: Sink, EncodedPacketSink } = mediabunny;
  const isMp4 = format.mimetype === "video/mp4" || format.mimetype === "video/quicktime";
  const formats = isMp4 ? [mediabunny.MP4, mediabunny.QTFF] : [mediabunny.WEBM, mediabunny.MATROSKA];
  const source = new BlobSource(media);
  refuseEndlessReads(source);
  const input = new MediaInput({ source, formats });
  try {
    if (isMp4) await checkMp4Tables(media);
    const track = await videoTrackOf(input);
    const widthPx = await track.getDisplayWidth();
    const heightPx = await track.getDisplayHeight();
    if (widthPx * heightPx > MOST_PIXELS_HELD) throw new Error(tooManyPixels(widthPx, heightPx));
    // A file may begin later than at 0, as a piece of a recording does; what lies before 0 is not shown.
    const startSeconds = Math.max(0, await input.getFirstTimestamp());
    const durationSeconds = (await input.computeDuration()) - startSeconds;
    if (!(durationSeconds >= 0)) throw new Error("it has no frames");
    const times = sampleTimes(durationSeconds);
    const frameCount = await countFrames(new EncodedPacketSink(track));
    const sink = new Sink(track, { hardwareAcceleration: "prefer-software" });
    const frames = framesOf(input, sink, {
      format,
      ...analysisSize(widthPx, heightPx),
      times,
      startSeconds,
      firstSeconds: await track.getFirstTimestamp(),
    });
    return { format, isMoving: true, widthPx, heightPx, frameCount, durationSeconds, frames };
  } catch (error) {
    input.dispose();
    throw asMediaError(error, format);
  }
}

async function videoTrackOf(input: Input): Promise<InputVideoTrack> {
  const track = await input.getPrimaryVideoTrack();
  if (track === null) {
    // A file that breaks off before its index has no tracks at all; one that holds sound alone is whole.
    const hasTracks = (await input.getTracks()).length > 0;
    throw hasTracks ? new MediaError("3100", "the file has no video track") : new Error("it has no tracks");
  }
  if (!(await track.canDecode())) {
    throw new MediaError(
      "3100",
      `the emulator has no decoder for the codec ${(await track.getCodec()) ?? "of this file"}`,
    );
  }
  return track;
}

type Sampling = {
  readonly format: MediaFormat;
  readonly width: number;
  readonly height: number;
  /** Seconds from the start of the file, ascending. */
  readonly times: readonly number[];
  /** Where the file starts, and its video track, in seconds of their own clock. */
  readonly startSeconds: number;
  readonly firstSeconds: number;
};

async function* framesOf(
  input: Input,
  sink: VideoSampleSink,
  sampling: Sampling,
): AsyncGenerator<PixelFrame> {
  const { times, startSeconds, firstSeconds } = sampling;
  // A track may begin later than the file: until then its first frame stands in.
  const samples = sink.samplesAtTimestamps(times.map((time) => Math.max(startSeconds + time, firstSeconds)));
  // The frame before, and when it is first shown.
  let last: { readonly shownSeconds: number; readonly rgb: Uint8Array } | undefined;
  try {
    for (const timeSeconds of times) {
      const next = await samples.next();
      if (next.done === true || next.value === null) throw new Error(`no frame at ${timeSeconds} s`);
      const shownSeconds = next.value.timestamp;
      // A frame that is shown for longer comes again, without its pixels: node-av 6.1 takes them away when they are first transformed.
      if (last?.shownSeconds === shownSeconds) next.value.close();
      else last = { shownSeconds, rgb: await pixelsOf(next.value, sampling) };
      yield { timeSeconds, width: sampling.width, height: sampling.height, rgb: last.rgb };
    }
  } catch (error) {
    throw asMediaError(error, sampling.format);
  } finally {
    await samples.return();
    input.dispose();
  }
}

/** Copies a frame's pixels, and frees the frame in any case. */
async function pixelsOf(
  sample: VideoSample,
  size: { readonly width: number; readonly height: number },
): Promise<Uint8Array> {
  const { width, height } = size;
  let small: VideoSample | undefined;
  try {
    small = await sample.transform({ width, height, fit: "fill" });
    const rgba = new Uint8Array(width * height * 4);
    await small.copyTo(rgba, { format: "RGBA" });
    const rgb = new Uint8Array(width * height * 3);
    for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
      rgb.set(rgba.subarray(from, from + 3), to);
    }
    return rgb;
  } finally {
    small?.close();
    sample.close();
  }
}

function asMediaError(error: unknown, format: MediaFormat): MediaError {
  if (error instanceof MediaError) return error;
  const detail = error instanceof Error ? error.message.trim() : "unknown reason";
  return new MediaError("3300", `the ${format.shortName} file could not be decoded (${detail})`, {
    cause: error,
  });
}
