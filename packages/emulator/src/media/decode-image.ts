import type { Metadata, Sharp } from "sharp";
import { analysisSize } from "./analysis-size.ts";
import type { DecodedMedia, PixelFrame } from "./decoded-media.ts";
import { loadLibrary } from "./load-library.ts";
import { MediaError } from "./media-error.ts";
import type { MediaFormat } from "./media-format.ts";
import { MOST_PIXELS, MOST_PIXELS_HELD, tooManyPixels } from "./picture-limits.ts";
import { sampleTimes } from "./sample-times.ts";

/** What browsers and ffprobe take for a delay that is too short to be meant, in milliseconds, and what they show instead. */
const SHORTEST_DELAY_MS = 20;
const MISSING_DELAY_MS = 100;

/**
 * Decodes a JPEG, PNG, WebP or GIF, with all frames of an animation. Transparency is shown on white (ours).
 *
 * @throws MediaError 3300 when the file is broken or too large, 3000 when sharp is not installed.
 */
export async function decodeImage(media: Blob, format: MediaFormat): Promise<DecodedMedia> {
  const { default: sharp } = await loadLibrary("sharp", () => import("sharp"));
  const bytes = new Uint8Array(await media.arrayBuffer());
  const open = (): Sharp => sharp(bytes, { animated: true, limitInputPixels: MOST_PIXELS });
  try {
    const metadata = await open().metadata();
    const frameCount = metadata.pages ?? 1;
    const isMoving = frameCount > 1;
    const shown = isMoving
      ? { width: metadata.width, height: metadata.pageHeight ?? metadata.height }
      : metadata.autoOrient;
    if (isHeldWhole(metadata) && shown.width * shown.height > MOST_PIXELS_HELD)
      throw new Error(tooManyPixels(shown.width, shown.height));
    const delaysMs = isMoving ? frameDelays(metadata.delay ?? [], frameCount) : [];
    const durationSeconds = delaysMs.reduce((sum, delay) => sum + delay, 0) / 1000;
    const times = sampleTimes(durationSeconds);
    const size = analysisSize(shown.width, shown.height, frameCount);
    const oriented = isMoving ? open() : open().autoOrient();
    // The nearest pixel instead of an average: no colours appear that the picture does not have.
    const copy = oriented.resize({ ...size, fit: "fill", kernel: "nearest" });
    const rgb = await copy
      .flatten({ background: "#fff" })
      .toColourspace("srgb")
      .raw({ depth: "uchar" })
      .toBuffer();
    if (rgb.length !== frameCount * size.width * size.height * 3)
      throw new Error("its frames are not of one size");
    return {
      format,
      isMoving,
      widthPx: shown.width,
      heightPx: shown.height,
      frameCount,
      durationSeconds,
      frames: framesInTime(rgb, { ...size, delaysMs, times }),
    };
  } catch (cause) {
    if (cause instanceof MediaError) throw cause;
    const detail = cause instanceof Error ? cause.message.trim() : "unknown reason";
    throw new MediaError("3300", `the ${format.shortName} file could not be decoded (${detail})`, { cause });
  }
}

/** Whether the decoder needs the whole frame in memory; the others go row by row. */
function isHeldWhole({ format, isProgressive }: Metadata): boolean {
  return format === "gif" || format === "webp" || isProgressive;
}

function frameDelays(delaysMs: readonly number[], frameCount: number): number[] {
  return Array.from({ length: frameCount }, (_, index) => {
    const delay = delaysMs[index] ?? 0;
    return delay < SHORTEST_DELAY_MS ? MISSING_DELAY_MS : delay;
  });
}

type Strip = {
  readonly width: number;
  readonly height: number;
  /** Empty for a picture that does not move. */
  readonly delaysMs: readonly number[];
  /** Ascending. */
  readonly times: readonly number[];
};

async function* framesInTime(rgb: Uint8Array, strip: Strip): AsyncGenerator<PixelFrame> {
  const { width, height, delaysMs } = strip;
  const frameBytes = width * height * 3;
  // The frame that is on the screen, and when the next one follows; beyond the end, the last one stays.
  let index = 0;
  let endMs = delaysMs[0] ?? 0;
  for (const timeSeconds of strip.times) {
    while (timeSeconds * 1000 >= endMs && index < delaysMs.length - 1) {
      index += 1;
      endMs += delaysMs[index] ?? 0;
    }
    const start = index * frameBytes;
    yield { timeSeconds, width, height, rgb: rgb.subarray(start, start + frameBytes) };
  }
}
