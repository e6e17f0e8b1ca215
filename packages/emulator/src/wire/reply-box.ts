import type { PixelBox } from "../model/answer-frame.ts";

/** The edges of a box. */
export type BoxDimensions = {
  /** The top edge, in pixels from the top of the image. */
  readonly top: number;
  /** The bottom edge, in pixels from the top of the image. */
  readonly bottom: number;
  /** The left edge, in pixels from the left of the image. */
  readonly left: number;
  /** The right edge, in pixels from the left of the image. */
  readonly right: number;
};

/** A corner of a box. */
export type BoxVertex = {
  /** Pixels from the left edge of the image. */
  readonly x: number;
  /** Pixels from the top edge of the image. */
  readonly y: number;
};

/** Converts a box to its edges. */
export function toDimensions({ left, top, right, bottom }: PixelBox): BoxDimensions {
  return { top, bottom, left, right };
}

/** Converts a box to its corners, clockwise from the top left. */
export function listVertices({ left, top, right, bottom }: PixelBox): BoxVertex[] {
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
}
