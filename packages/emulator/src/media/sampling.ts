import { MediaError } from "./media-error.ts";

/**
 * The maximum duration of media, in seconds. Emulator behavior: without a limit, one wrong byte could claim years of
 * video, of which the model samples one frame per second.
 */
const MAX_DURATION_SECONDS = 6 * 3600;
/**
 * The maximum side length of a scaled-down copy, in pixels. Emulator behavior: a large image takes no longer to analyze
 * than a small one.
 */
const MAX_SIDE_PX = 160;
/**
 * The maximum number of pixels in all copies in memory together. Emulator behavior: 120 MB, or 1600 frames of the
 * maximum size.
 */
const MAX_COPIED_PIXELS = 40_000_000;

/**
 * Computes the times at which a model samples a media file, in seconds: 0, 1, 2, … up to floor(duration), which makes
 * floor(duration) + 1 times. An image, with duration 0, has one.
 *
 * @throws MediaError 3300 above six hours.
 * Source: four live responses of 2020 to 2023, reference/hive-api.md, section 1.6.
 */
export function computeSampleTimes(durationSeconds: number): number[] {
  checkDuration(durationSeconds);
  const last = Math.max(0, Math.floor(durationSeconds));
  return Array.from({ length: last + 1 }, (_, second) => second);
}

/** @throws MediaError 3300 above six hours. */
export function checkDuration(durationSeconds: number): void {
  if (durationSeconds > MAX_DURATION_SECONDS) {
    const claimed = Math.round(durationSeconds);
    throw new MediaError(
      "3300",
      `the file claims a duration of ${claimed} s; the emulator accepts up to ${MAX_DURATION_SECONDS} s`,
    );
  }
}

/**
 * Computes the size of a scaled-down copy: the same aspect ratio, never larger than the image, at least one pixel per
 * side.
 *
 * @param frames - the number of copies in memory together; many copies are smaller.
 */
export function computeSampleSize(
  widthPx: number,
  heightPx: number,
  frames = 1,
): { width: number; height: number } {
  const scaleToSide = MAX_SIDE_PX / Math.max(widthPx, heightPx);
  const scaleToArea = Math.sqrt(MAX_COPIED_PIXELS / (frames * widthPx * heightPx));
  const scale = Math.min(1, scaleToSide, scaleToArea);
  return {
    width: Math.max(1, Math.round(widthPx * scale)),
    height: Math.max(1, Math.round(heightPx * scale)),
  };
}
