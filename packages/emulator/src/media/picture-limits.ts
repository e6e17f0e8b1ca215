/**
 * The most pixels of one frame that a decoder holds whole in memory: a video, an animation, a GIF or WebP, a progressive JPEG, an
 * interlaced PNG. Ours: twice a video of 8K; such a decoder then takes half a gigabyte. A file of 36 bytes can claim four times as much.
 */
export const MOST_PIXELS_HELD = 8192 * 8192;

/** The most pixels of a picture that is decoded row by row, and of all frames of an animation together. Ours: what takes seconds, not minutes. */
export const MOST_PIXELS = 1_000_000_000;

/** Says why a picture of this size is refused. */
export function tooManyPixels(widthPx: number, heightPx: number): string {
  return `${widthPx} x ${heightPx} pixels are more than the ${MOST_PIXELS_HELD} that the emulator holds in memory`;
}
