import type { MediaFormat } from "./media-format.ts";

/** A picture that is shown at one moment, as a small copy for analysis. */
export type PixelFrame = {
  /** Seconds from the start: 0 for a picture. */
  readonly timeSeconds: number;
  /** Columns of the copy. */
  readonly width: number;
  /** Rows of the copy. */
  readonly height: number;
  /** Red, green and blue of each pixel, one byte each, row by row from the top left. */
  readonly rgb: Uint8Array;
};

/** What a file is, and its frames. */
export type DecodedMedia = {
  /** The container, from the file's first bytes. */
  readonly format: MediaFormat;
  /** Whether time passes in it: a video, or an animation of several frames. */
  readonly isMoving: boolean;
  /** Width as shown, in pixels: rotation by EXIF or by the container is applied. */
  readonly widthPx: number;
  /** Height as shown, in pixels. */
  readonly heightPx: number;
  /** How many frames the file holds; 1 for a picture. */
  readonly frameCount: number;
  /** Length in seconds; 0 for a picture. */
  readonly durationSeconds: number;
  /** The frames at 0, 1, 2, … seconds, in this order. For one consumer; leaving early frees what was decoded. */
  readonly frames: AsyncIterable<PixelFrame>;
};
