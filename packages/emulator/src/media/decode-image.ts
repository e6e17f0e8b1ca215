import type { Metadata, Sharp } from "sharp";
import { copyPixels, mapPixels, type PixelMap, type PixelSize } from "./copy-pixels.ts";
import {
  describeTooManyPixels,
  MAX_PIXELS_IN_MEMORY,
  type DecodedMedia,
  type DecodeOptions,
  type PixelFrame,
} from "./decoded-media.ts";
import { loadLibrary } from "./load-library.ts";
import { MediaError } from "./media-error.ts";
import type { MediaFormat } from "./media-format.ts";
import { repairJpeg } from "./repair-jpeg.ts";
import { computeSampleSize, computeSampleTimes, limitConvertedSize } from "./sampling.ts";

/**
 * The maximum number of pixels in an image that is decoded row by row, and in all frames of an animation together.
 * Emulator behavior: the limit keeps decoding within seconds.
 */
const MAX_PIXELS = 1_000_000_000;
/** The shortest delay between frames that browsers and ffprobe accept, in milliseconds. */
const MIN_DELAY_MS = 20;
/** The delay that they use instead of a shorter one, in milliseconds. */
const DEFAULT_DELAY_MS = 100;

/**
 * Decodes a JPEG, PNG or WebP, including all frames of an animated WebP. Transparent pixels become white (emulator
 * behavior).
 *
 * @throws MediaError 3300 when the file is broken or too large, 3000 when sharp is not installed.
 */
export async function decodeImage(
  media: Blob,
  format: MediaFormat,
  { framesPerSecond }: DecodeOptions = {},
): Promise<DecodedMedia> {
  const { default: sharp } = await loadLibrary("sharp", () => import("sharp"));
  const file = Buffer.from(await media.arrayBuffer());
  const bytes = format.mimetype === "image/jpeg" ? repairJpeg(file) : file;
  const open = (): Sharp => sharp(bytes, { animated: true, limitInputPixels: MAX_PIXELS });
  try {
    const metadata = await open().metadata();
    const frameCount = metadata.pages ?? 1;
    const isMoving = frameCount > 1;
    const shown = isMoving
      ? { width: metadata.width, height: metadata.pageHeight ?? metadata.height }
      : metadata.autoOrient;
    if (isDecodedInMemory(metadata) && shown.width * shown.height > MAX_PIXELS_IN_MEMORY)
      throw new Error(describeTooManyPixels(shown.width, shown.height));
    const delaysMs = isMoving ? readDelays(metadata.delay ?? [], frameCount) : [];
    const durationSeconds = delaysMs.reduce((sum, delay) => sum + delay, 0) / 1000;
    const times = computeSampleTimes(durationSeconds, framesPerSecond);
    const converted = limitConvertedSize(shown, frameCount);
    const oriented = isMoving ? open() : open().autoOrient();
    // The nearest pixel, not an average, so that no new colors appear.
    const copy = oriented.resize({ ...converted, fit: "fill", kernel: "nearest" });
    const rgb = await copy
      .flatten({ background: "#fff" })
      .toColorspace("srgb")
      .raw({ depth: "uchar" })
      .toBuffer();
    if (rgb.length !== frameCount * converted.width * converted.height * 3)
      throw new Error("its frames differ in size");
    const map = mapPixels(converted, computeSampleSize(shown));
    return {
      format,
      isMoving,
      hasSound: false,
      widthPx: shown.width,
      heightPx: shown.height,
      length: () => ({ frameCount, durationSeconds }),
      frames: sampleFrames(rgb, { ...converted, map, delaysMs, times }),
    };
  } catch (cause) {
    if (cause instanceof MediaError) throw cause;
    const detail = cause instanceof Error ? describeProblem(cause.message) : "unknown reason";
    throw new MediaError("3300", `the ${format.shortName} file could not be decoded (${detail})`, { cause });
  }
}

/** Removes sharp's own settings and the names of its libraries from a message. */
function describeProblem(message: string): string {
  const lines = message
    .split("\n")
    .map((line) =>
      line
        .replace(/^Input buffer has corrupt header: ?/, "")
        .replace(/^vips\w+: /i, "")
        .trim(),
    )
    .filter((line) => line !== "" && !line.startsWith("Warning treated as error"));
  return lines.length === 0 ? "its header is damaged" : [...new Set(lines)].join("; ");
}

/** Checks whether the decoder holds the complete frame in memory; otherwise it decodes row by row. */
function isDecodedInMemory({ format, isProgressive }: Metadata): boolean {
  return format === "webp" || isProgressive;
}

function readDelays(delaysMs: readonly number[], frameCount: number): number[] {
  return Array.from({ length: frameCount }, (_, index) => {
    const delay = delaysMs[index] ?? 0;
    return delay < MIN_DELAY_MS ? DEFAULT_DELAY_MS : delay;
  });
}

/** The converted frames, stacked vertically. */
type Strip = PixelSize & {
  readonly map: PixelMap;
  /** Empty for an image that is not animated. */
  readonly delaysMs: readonly number[];
  /** In ascending order, in seconds. */
  readonly times: readonly number[];
};

async function* sampleFrames(rgb: Uint8Array, strip: Strip): AsyncGenerator<PixelFrame> {
  const { width, height, map, delaysMs } = strip;
  const rowBytes = width * 3;
  // The current frame, and the time of the next one. After the end, the last frame stays.
  let index = 0;
  let endMs = delaysMs[0] ?? 0;
  for (const timeSeconds of strip.times) {
    while (timeSeconds * 1000 >= endMs && index < delaysMs.length - 1) {
      index += 1;
      endMs += delaysMs[index] ?? 0;
    }
    const start = index * rowBytes * height;
    const bytes = rgb.subarray(start, start + rowBytes * height);
    const copy = copyPixels({ width, height, bytes, rowBytes, channels: 3 }, map);
    yield { timeSeconds, width: map.width, height: map.height, rgb: copy };
  }
}
