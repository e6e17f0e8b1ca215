import { HiveInputError } from "../error/hive-input-error.ts";
import { checkOptions, required, wholeNumber } from "../options/check-options.ts";
import type { OptionCheck, OptionChecks } from "../options/check-options.ts";
import type { ClassName } from "../result/class-score.ts";
import type { Mask } from "../result/frame.ts";
import { checkMapping, countMaskPixels, maskChannels } from "./mask-pixels.ts";
import type { MaskPixelOptions, MaskPixels } from "./mask-pixels.ts";

/** The position of a pixel, and the layout of the mask in memory. */
export type MaskPosition = MaskPixelOptions & {
  /** The column of the pixel, a whole number from 0 to `widthPx` - 1. */
  readonly x: number;
  /** The row of the pixel, a whole number of at least 0. */
  readonly y: number;
  /** The width of the decoded mask in pixels, a whole number from 1. */
  readonly widthPx: number;
};

/** x and y are checked later, because their range depends on the pixels. */
const anyValue: OptionCheck = () => {};
const POSITION_CHECKS: OptionChecks<MaskPosition> = {
  x: anyValue,
  y: anyValue,
  widthPx: required(wholeNumber(1)),
  channels: maskChannels,
};

/**
 * Returns the class of one pixel of a segmentation mask.
 *
 * @param pixels - The mask, decoded without scaling or color management, which would turn values into those of other
 * classes.
 * @param mapping - The `mapping` of the frame's `mask`. If it contains a value twice, the first entry counts, as in
 * `maskShares`.
 * @returns `null` if the mapping does not contain the value of the pixel, so that its class is unknown.
 * @throws HiveConfigError if `widthPx` or `channels` is invalid, an option is unknown, or the mapping is not an array
 * of objects.
 * @throws HiveInputError if the position is outside the mask, the mask has no pixels, or `widthPx` or `channels` does
 * not match its size.
 */
export function maskClassAt(
  pixels: MaskPixels,
  mapping: Mask["mapping"],
  position: MaskPosition,
): ClassName | null {
  checkOptions(position, POSITION_CHECKS, "maskClassAt");
  checkMapping(mapping, "maskClassAt");
  const { x, y, widthPx, channels = 1 } = position;
  const totalPixels = countMaskPixels(pixels, channels);
  if (totalPixels % widthPx !== 0) {
    throw new HiveInputError(
      `widthPx must divide the mask's ${totalPixels} pixels into rows, got ${widthPx}; pass the width of the decoded image.`,
      { limit: totalPixels, actual: widthPx, unit: "pixels" },
    );
  }
  checkCoordinate("x", x, widthPx);
  checkCoordinate("y", y, totalPixels / widthPx);
  const value = pixels[(y * widthPx + x) * channels];
  return mapping.find((entry) => entry.value === value)?.class ?? null;
}

function checkCoordinate(name: "x" | "y", coordinate: number, size: number): void {
  const limit = size - 1;
  required(wholeNumber(0, limit))(coordinate, name, (path, problem) => {
    throw new HiveInputError(`${path} ${problem}.`, { limit, actual: coordinate, unit: "pixels" });
  });
}
