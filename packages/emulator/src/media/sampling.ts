import type { PixelSize } from "./copy-pixels.ts";
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
 * The maximum number of pixels that are converted to red, green and blue at the same time: those of a frame of a video,
 * or of all frames of an animation. Emulator behavior: 120 MB for an animation, 160 MB for a video.
 */
const MAX_CONVERTED_PIXELS = 40_000_000;

/**
 * Computes the times at which a model samples a media file, in seconds: 0, 1, 2, … up to floor(duration), which makes
 * floor(duration) + 1 times. An image, with duration 0, has one.
 *
 * @param framesPerSecond - another number of samples per second.
 * @throws MediaError 3300 above six hours.
 * Source: four live responses of 2020 to 2023, reference/hive-api.md, section 1.6.
 */
export function computeSampleTimes(durationSeconds: number, framesPerSecond = 1): number[] {
  checkDuration(durationSeconds);
  const last = Math.max(0, Math.floor(durationSeconds * framesPerSecond));
  return Array.from({ length: last + 1 }, (_, index) => index / framesPerSecond);
}

/** @throws MediaError 3300 above six hours. */
export function checkDuration(durationSeconds: number): void {
  if (durationSeconds <= MAX_DURATION_SECONDS) return;
  const claimed = Math.round(durationSeconds);
  throw new MediaError(
    "3300",
    `the file claims a duration of ${claimed} s; the emulator accepts up to ${MAX_DURATION_SECONDS} s`,
  );
}

/**
 * Computes the size of a scaled-down copy: the same aspect ratio, never larger than the image, at least one pixel per
 * side.
 */
export function computeSampleSize({ width, height }: PixelSize): PixelSize {
  return scaleSize({ width, height }, MAX_SIDE_PX / Math.max(width, height));
}

/**
 * Scales a size down to the number of pixels of a frame that the emulator converts.
 *
 * @param frames - the number of converted frames that are in memory at the same time.
 */
export function limitConvertedSize({ width, height }: PixelSize, frames = 1): PixelSize {
  return scaleSize({ width, height }, Math.sqrt(MAX_CONVERTED_PIXELS / (frames * width * height)));
}

/** @param scale - 1 or more to keep the size. */
function scaleSize({ width, height }: PixelSize, scale: number): PixelSize {
  const scaled = (side: number): number => Math.max(1, Math.round(side * Math.min(1, scale)));
  return { width: scaled(width), height: scaled(height) };
}
