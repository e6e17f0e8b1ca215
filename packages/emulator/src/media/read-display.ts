import type * as NodeAv from "node-av";
import { UPRIGHT, type Orientation, type PixelSize } from "./copy-pixels.ts";

/** How a player shows the frames of a stream. */
export type VideoDisplay = PixelSize & { readonly orientation: Orientation };

/** The size of a frame as stored, and the aspect ratio of its pixels. */
export type StoredFrame = PixelSize & { readonly sampleAspectRatio: NodeAv.IRational };

/** The size of a display matrix, in bytes. */
const MATRIX_BYTES = 36;

/**
 * Determines how a player shows the frames of a stream: with square pixels, and rotated as the container specifies.
 *
 * @param frame - the size of a frame as stored.
 */
export function readDisplay(av: typeof NodeAv, stream: NodeAv.Stream, frame: StoredFrame): VideoDisplay {
  const { num, den } = [stream.sampleAspectRatio, frame.sampleAspectRatio].find(
    (ratio) => ratio.num > 0 && ratio.den > 0,
  ) ?? { num: 1, den: 1 };
  // Pixels are stretched, never compressed.
  const width = num > den ? Math.round((frame.width * num) / den) : frame.width;
  const height = num < den ? Math.round((frame.height * den) / num) : frame.height;
  const orientation = readOrientation(stream.codecpar.getCodedSideData(av.AV_PKT_DATA_DISPLAYMATRIX));
  const isTurned = orientation[0] === 0;
  return isTurned ? { width: height, height: width, orientation } : { width, height, orientation };
}

/** Reads a display matrix. Rotations by other than right angles are ignored, as in browsers. */
function readOrientation(matrix: Buffer | null): Orientation {
  if (matrix === null || matrix.length < MATRIX_BYTES) return UPRIGHT;
  const [a, b, c, d] = [0, 4, 12, 16].map((at) => Math.sign(matrix.readInt32LE(at)));
  const isRightAngle =
    (b === 0 && c === 0 && a !== 0 && d !== 0) || (a === 0 && d === 0 && b !== 0 && c !== 0);
  return isRightAngle ? [a ?? 1, b ?? 0, c ?? 0, d ?? 1] : UPRIGHT;
}
