import type { MediaFormat } from "./media-format.ts";

/** One frame, as a small copy for analysis. */
export type PixelFrame = {
  /** Seconds from the start; 0 for an image. */
  readonly timeSeconds: number;
  /** Width of the copy, in pixels. */
  readonly width: number;
  /** Height of the copy, in pixels. */
  readonly height: number;
  /** Red, green and blue of each pixel, one byte each, row by row from the top left. */
  readonly rgb: Uint8Array;
};

/** The properties of a media file and its frames. */
export type DecodedMedia = {
  /** The format, from the first bytes of the file. */
  readonly format: MediaFormat;
  /** Whether the media has a duration: a video, or an animation of several frames. */
  readonly isMoving: boolean;
  /** Displayed width in pixels: rotation by EXIF or by the container is applied. */
  readonly widthPx: number;
  /** Displayed height in pixels. */
  readonly heightPx: number;
  /** Number of frames in the file; 1 for an image. */
  readonly frameCount: number;
  /** Duration in seconds; 0 for an image. */
  readonly durationSeconds: number;
  /** The frames at 0, 1, 2, … seconds, in ascending order. For one consumer; returning early frees the decoder. */
  readonly frames: AsyncIterable<PixelFrame>;
};

/**
 * The most pixels of a frame that a decoder holds in memory completely: a video, an animation, a GIF or WebP, a
 * progressive JPEG, an interlaced PNG. Emulator behavior: twice an 8K video, for which such a decoder allocates half a
 * gigabyte. A file of 36 bytes can claim four times as much.
 */
export const MAX_PIXELS_IN_MEMORY = 8192 * 8192;

/** The error message for a media file whose frames have more than {@link MAX_PIXELS_IN_MEMORY} pixels. */
export function describeTooManyPixels(widthPx: number, heightPx: number): string {
  return `${widthPx} x ${heightPx} pixels are more than the ${MAX_PIXELS_IN_MEMORY} that the emulator holds in memory`;
}
