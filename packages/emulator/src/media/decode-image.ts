import type { Sharp } from "sharp";
import { analysisSize } from "./analysis-size.ts";
import type { DecodedMedia, PixelFrame } from "./decoded-media.ts";
import { loadLibrary } from "./load-library.ts";
import { MediaError } from "./media-error.ts";
import type { MediaFormat } from "./media-format.ts";
import { sampleTimes } from "./sample-times.ts";

/** What browsers take for a frame without a delay, in milliseconds; GIF itself leaves it open. */
const MISSING_DELAY_MS = 100;
/** Pixels that a file may have, all frames together: far above real media, below what exhausts memory. */
const LIMIT_INPUT_PIXELS = 1_000_000_000;

/**
 * Decodes a JPEG, PNG, WebP or GIF, with all frames of an animation. Transparency is shown on white (ours).
 *
 * @throws MediaError 3300 when the file is broken, 3000 when sharp is not installed.
 */
export async function decodeImage(media: Blob, format: MediaFormat): Promise<DecodedMedia> {
  const { default: sharp } = await loadLibrary("sharp", () => import("sharp"));
  const bytes = new Uint8Array(await media.arrayBuffer());
  const open = (): Sharp => sharp(bytes, { animated: true, limitInputPixels: LIMIT_INPUT_PIXELS });
  try {
    const metadata = await open().metadata();
    const frameCount = metadata.pages ?? 1;
    const isMoving = frameCount > 1;
    const shown = isMoving
      ? { width: metadata.width, height: metadata.pageHeight ?? metadata.height }
      : metadata.autoOrient;
    const delaysMs = isMoving ? frameDelays(metadata.delay ?? [], frameCount) : [];
    const durationSeconds = delaysMs.reduce((sum, delay) => sum + delay, 0) / 1000;
    const size = analysisSize(shown.width, shown.height);
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
    const frames = framesInTime(rgb, { ...size, delaysMs, times: sampleTimes(durationSeconds) });
    return {
      format,
      isMoving,
      widthPx: shown.width,
      heightPx: shown.height,
      frameCount,
      durationSeconds,
      frames,
    };
  } catch (cause) {
    if (cause instanceof MediaError) throw cause;
    const detail = cause instanceof Error ? cause.message.trim() : "unknown reason";
    throw new MediaError("3300", `the ${format.shortName} file could not be decoded (${detail})`, { cause });
  }
}

function frameDelays(delaysMs: readonly number[], frameCount: number): number[] {
  return Array.from({ length: frameCount }, (_, index) => {
    const delay = delaysMs[index] ?? 0;
    return delay > 0 ? delay : MISSING_DELAY_MS;
  });
}

type Strip = {
  readonly width: number;
  readonly height: number;
  readonly delaysMs: readonly number[];
  readonly times: readonly number[];
};

async function* framesInTime(rgb: Uint8Array, strip: Strip): AsyncGenerator<PixelFrame> {
  const { width, height, delaysMs } = strip;
  const frameBytes = width * height * 3;
  for (const timeSeconds of strip.times) {
    const start = shownAt(delaysMs, timeSeconds * 1000) * frameBytes;
    yield { timeSeconds, width, height, rgb: rgb.subarray(start, start + frameBytes) };
  }
}

/** The place of the frame that is on the screen at a time; beyond the end, the last one. */
function shownAt(delaysMs: readonly number[], timeMs: number): number {
  let endMs = 0;
  for (const [index, delay] of delaysMs.entries()) {
    endMs += delay;
    if (timeMs < endMs) return index;
  }
  return Math.max(0, delaysMs.length - 1);
}
