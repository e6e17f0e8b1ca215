import { checkOptions } from "../options/check-options.ts";
import type { ClassName } from "../result/class-score.ts";
import type { Mask } from "../result/frame.ts";
import { checkMapping, countMaskPixels, maskChannels } from "./mask-pixels.ts";
import type { MaskPixelOptions, MaskPixels } from "./mask-pixels.ts";

/** The share of one class in an image. */
export type MaskShare = {
  /** The class. */
  readonly class: ClassName;
  /** The pixel value of the class in Hive's mapping, 0 to 255. */
  readonly value: number;
  /** The number of pixels with that value. */
  readonly pixels: number;
  /** The share of all pixels, 0 to 1. */
  readonly share: number;
};

/** The shares of the classes in an image. Together with the share of `unmapped`, they sum to 1, apart from rounding. */
export type MaskShares = {
  /**
   * One entry per entry of the mapping, in Hive's order, even if no pixel has the value. Empty for an empty mapping.
   */
  readonly shares: readonly MaskShare[];
  /** The pixels whose value is not in the mapping. Their class is unknown. */
  readonly unmapped: {
    /** The number of these pixels. */
    readonly pixels: number;
    /** The share of all pixels, 0 to 1. */
    readonly share: number;
  };
  /** The number of pixels of the mask. */
  readonly totalPixels: number;
};

/**
 * Computes the share of each class in a segmentation mask. Reads each pixel once.
 *
 * Uses the mapping as Hive sends it. If it contains a value twice, the pixels count for the first entry, and the later
 * one has none. An entry with a value outside the range 0 to 255 has none either. A class with two values has two
 * entries.
 *
 * @param pixels - The mask, decoded without scaling or color management, which would turn values into those of other
 * classes.
 * @param mapping - The `mapping` of the frame's `mask`.
 * @throws HiveConfigError if an option is unknown or invalid, or the mapping is not an array of objects.
 * @throws HiveInputError if there are no pixels, they are not bytes, or their number is not a multiple of `channels`.
 *
 * @example
 * ```ts
 * import { maskShares } from "@hivekit/core/mask";
 *
 * const pixels = new Uint8Array([0, 0, 7, 0]);
 * const { shares } = maskShares(pixels, [{ class: "background", value: 0 }, { class: "car", value: 7 }]);
 * console.log(shares.map((entry) => `${entry.class} ${entry.share}`)); // background 0.75, car 0.25
 * ```
 */
export function maskShares(
  pixels: MaskPixels,
  mapping: Mask["mapping"],
  options: MaskPixelOptions = {},
): MaskShares {
  checkOptions<MaskPixelOptions>(options, { channels: maskChannels }, "maskShares");
  checkMapping(mapping, "maskShares");
  const { channels = 1 } = options;
  const totalPixels = countMaskPixels(pixels, channels);
  // The number of pixels per value. The first entry of the mapping with a value sets it to 0, so that each pixel counts
  // once.
  const remaining = countByValue(pixels, channels);
  const shares = mapping.map((entry) => {
    const count = remaining[entry.value] ?? 0;
    if (count > 0) remaining[entry.value] = 0;
    return { class: entry.class, value: entry.value, pixels: count, share: count / totalPixels };
  });
  const unmapped = remaining.reduce((sum, count) => sum + count, 0);
  return { shares, unmapped: { pixels: unmapped, share: unmapped / totalPixels }, totalPixels };
}

/** Counts the pixels of each of the 256 values. */
function countByValue(pixels: MaskPixels, channels: number): Float64Array {
  const counts = new Float64Array(256);
  for (let offset = 0; offset < pixels.length; offset += channels) {
    const value = pixels[offset] ?? 0;
    counts[value] = (counts[value] ?? 0) + 1;
  }
  return counts;
}
