import type { MediaFormat } from "./media-format.ts";

/** A scaled-down copy of a frame, for analysis. */
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

/** The length of a media file. */
export type MediaLength = {
  /** Number of frames that are displayed; 1 for an image. */
  readonly frameCount: number;
  /** Duration in seconds; 0 for an image. */
  readonly durationSeconds: number;
};

/** Options for decoding a media file. */
export type DecodeOptions = {
  /** The number of frames per second of a video or an animation, more than 0. @defaultValue 1 */
  readonly framesPerSecond?: number | undefined;
};

/** The properties of a media file and its frames. */
export type DecodedMedia = {
  /** The format, from the first bytes of the file. */
  readonly format: MediaFormat;
  /** Whether the media has a duration: a video, or an animation of several frames. */
  readonly isMoving: boolean;
  /** Whether it is a video with an audio track. */
  readonly hasSound: boolean;
  /** Displayed width in pixels, after rotation by EXIF or the container. */
  readonly widthPx: number;
  /** Displayed height in pixels. */
  readonly heightPx: number;
  /** Returns the length; `null` until all `frames` of a video have been read. */
  readonly length: () => MediaLength | null;
  /**
   * The frames at 0, 1, 2, … seconds, or at the requested rate, in ascending order. They can be read only once.
   * Returning early frees the decoder.
   */
  readonly frames: AsyncIterable<PixelFrame>;
};

/**
 * The maximum number of pixels in a frame that the decoder holds in memory completely, as for a video, an animation, a
 * GIF, a WebP, a progressive JPEG or an interlaced PNG. Emulator behavior: twice the pixels of an 8K video. For that
 * many pixels, such a decoder allocates half a gigabyte, and a file of 36 bytes can claim four times as many.
 */
export const MAX_PIXELS_IN_MEMORY = 8192 * 8192;

/** Returns the error message for a file whose frames have more than {@link MAX_PIXELS_IN_MEMORY} pixels. */
export function describeTooManyPixels(widthPx: number, heightPx: number): string {
  return `${widthPx} x ${heightPx} pixels exceed the emulator's limit of ${MAX_PIXELS_IN_MEMORY} pixels in memory`;
}
