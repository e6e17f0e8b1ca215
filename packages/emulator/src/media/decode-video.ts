import type { Input, InputVideoTrack, VideoSample, VideoSampleSink } from "mediabunny";
import { countFrames } from "./count-frames.ts";
import {
  describeTooManyPixels,
  MAX_PIXELS_IN_MEMORY,
  type DecodedMedia,
  type PixelFrame,
} from "./decoded-media.ts";
import { loadVideoDecoder } from "./load-video-decoder.ts";
import { MediaError } from "./media-error.ts";
import type { MediaFormat } from "./media-format.ts";
import { openInput, readTimes, toMediaError } from "./open-input.ts";
import { computeSampleSize, computeSampleTimes } from "./sampling.ts";

/**
 * Opens an MP4, QuickTime, WebM or Matroska file. Its frames are decoded when they are read.
 *
 * @throws MediaError 3300 when the file is broken, 3100 when it has no video or an unsupported codec, 3000 when the
 * decoder is not installed. A file that is broken after its header throws 3300 from `frames`.
 */
export async function decodeVideo(media: Blob, format: MediaFormat): Promise<DecodedMedia> {
  const mediabunny = await loadVideoDecoder();
  const { VideoSampleSink: Sink, EncodedPacketSink } = mediabunny;
  const input = await openInput(media, format, mediabunny);
  try {
    const track = await readVideoTrack(input);
    const widthPx = await track.getDisplayWidth();
    const heightPx = await track.getDisplayHeight();
    if (widthPx * heightPx > MAX_PIXELS_IN_MEMORY) throw new Error(describeTooManyPixels(widthPx, heightPx));
    const { startSeconds, durationSeconds } = await readTimes(input);
    const hasSound = (await input.getPrimaryAudioTrack()) !== null;
    const times = computeSampleTimes(durationSeconds);
    const frameCount = await countFrames(new EncodedPacketSink(track));
    const sink = new Sink(track, { hardwareAcceleration: "prefer-software" });
    const frames = sampleFrames(input, sink, {
      format,
      ...computeSampleSize(widthPx, heightPx),
      times,
      startSeconds,
      firstSeconds: await track.getFirstTimestamp(),
    });
    return { format, isMoving: true, hasSound, widthPx, heightPx, frameCount, durationSeconds, frames };
  } catch (error) {
    input.dispose();
    throw toMediaError(error, format);
  }
}

async function readVideoTrack(input: Input): Promise<InputVideoTrack> {
  const track = await input.getPrimaryVideoTrack();
  if (track === null) {
    // A file that is cut off before its index has no tracks at all; a file with audio only is complete.
    const hasTracks = (await input.getTracks()).length > 0;
    throw hasTracks ? new MediaError("3100", "the file has no video track") : new Error("it has no tracks");
  }
  if (!(await track.canDecode())) {
    const codec = (await track.getCodec()) ?? "of this file";
    throw new MediaError("3100", `the emulator has no decoder for the codec ${codec}`);
  }
  return track;
}

type Sampling = {
  readonly format: MediaFormat;
  readonly width: number;
  readonly height: number;
  /** Seconds from the start of the file, in ascending order. */
  readonly times: readonly number[];
  /** The first timestamp of the file, in seconds. */
  readonly startSeconds: number;
  /** The first timestamp of the video track, in seconds. */
  readonly firstSeconds: number;
};

async function* sampleFrames(
  input: Input,
  sink: VideoSampleSink,
  sampling: Sampling,
): AsyncGenerator<PixelFrame> {
  const { times, startSeconds, firstSeconds } = sampling;
  // A track can start later than the file; its first frame is used until then.
  const samples = sink.samplesAtTimestamps(times.map((time) => Math.max(startSeconds + time, firstSeconds)));
  // The previous frame, and its timestamp.
  let last: { readonly shownSeconds: number; readonly rgb: Uint8Array } | undefined;
  try {
    for (const timeSeconds of times) {
      const next = await samples.next();
      if (next.done === true || next.value === null) throw new Error(`no frame at ${timeSeconds} s`);
      const shownSeconds = next.value.timestamp;
      // If several samples show the same frame, the sink returns it again without its pixels, because node-av 6.1 frees
      // them at the first transform.
      if (last?.shownSeconds === shownSeconds) next.value.close();
      else last = { shownSeconds, rgb: await readPixels(next.value, sampling) };
      yield { timeSeconds, width: sampling.width, height: sampling.height, rgb: last.rgb };
    }
  } catch (error) {
    throw toMediaError(error, sampling.format);
  } finally {
    await samples.return();
    input.dispose();
  }
}

/** Copies the pixels of a frame, and frees the frame even on failure. */
async function readPixels(
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
