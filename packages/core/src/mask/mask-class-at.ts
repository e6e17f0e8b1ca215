import { HiveInputError } from "../error/hive-input-error.ts";
import type { ClassName } from "../result/class-score.ts";
import type { Mask } from "../result/frame.ts";
import { checkMaskPixels } from "./mask-pixels.ts";
import type { MaskPixelOptions, MaskPixels } from "./mask-pixels.ts";

/** Which pixel of a mask is meant, and how the mask lies in memory. */
export type MaskPosition = MaskPixelOptions & {
  /** Whole pixels from the left edge, 0 to `widthPx` - 1. */
  readonly x: number;
  /** Whole pixels from the top edge, from 0. */
  readonly y: number;
  /** The width of the decoded mask in pixels. */
  readonly widthPx: number;
};

/**
 * Names the class of one pixel of a segmentation mask.
 *
 * @param pixels - The mask, decoded at its own size: scaling and colour management make values that mean another class.
 * @param mapping - The `mapping` of the frame's `mask`. Where it names a value twice, the first entry wins, as in `maskShares`.
 * @returns `null` if the mapping does not name the pixel's value: what it shows is not known.
 * @throws HiveInputError if the position is outside the mask, `widthPx` or `channels` does not fit it, or it has no pixels.
 */
export function maskClassAt(
  pixels: MaskPixels,
  mapping: Mask["mapping"],
  position: MaskPosition,
): ClassName | null {
  const { x, y, widthPx, channels = 1 } = position;
  const totalPixels = checkMaskPixels(pixels, channels);
  if (!Number.isInteger(widthPx) || widthPx < 1 || totalPixels % widthPx !== 0) {
    throw new HiveInputError(
      `widthPx does not divide the mask's ${totalPixels} pixels into rows; give the width that it was decoded with.`,
    );
  }
  checkCoordinate("x", x, widthPx);
  checkCoordinate("y", y, totalPixels / widthPx);
  const value = pixels[(y * widthPx + x) * channels];
  return mapping.find((entry) => entry.value === value)?.class ?? null;
}

function checkCoordinate(name: "x" | "y", coordinate: number, size: number): void {
  if (Number.isInteger(coordinate) && coordinate >= 0 && coordinate < size) return;
  throw new HiveInputError(
    `${name} is outside the mask or no whole pixel; give a whole number from 0 to ${size - 1}.`,
    { limit: size - 1, actual: coordinate, unit: "pixels" },
  );
}
