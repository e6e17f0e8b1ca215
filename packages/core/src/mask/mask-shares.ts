import type { ClassName } from "../result/class-score.ts";
import type { Mask } from "../result/frame.ts";
import { checkMaskPixels } from "./mask-pixels.ts";
import type { MaskPixelOptions, MaskPixels } from "./mask-pixels.ts";

/** How much of a picture belongs to one class. */
export type MaskShare = {
  /** The class. */
  readonly class: ClassName;
  /** The value of its pixels, as Hive's mapping gives it: 0 to 255. */
  readonly value: number;
  /** How many pixels have that value. */
  readonly pixels: number;
  /** The same as a share of all pixels, 0 to 1. */
  readonly share: number;
};

/** How much of a picture belongs to which class. The shares, that of `unmapped` included, sum to 1 but for rounding. */
export type MaskShares = {
  /** One per entry of the mapping, in Hive's order, also where no pixel has the value. Empty for an empty mapping. */
  readonly shares: readonly MaskShare[];
  /** The pixels whose value the mapping does not name. What they show is not known. */
  readonly unmapped: {
    /** How many there are. */
    readonly pixels: number;
    /** The same as a share of all pixels, 0 to 1. */
    readonly share: number;
  };
  /** How many pixels the mask has. */
  readonly totalPixels: number;
};

/**
 * Counts which classes a segmentation mask gives how much of the picture to. Reads each pixel once.
 *
 * The mapping is taken as Hive sends it. Where it names a value twice, the pixels count for the first entry and the later one has
 * none; an entry with a value that no byte can have, has none either. A class with two values has two entries.
 *
 * @param pixels - The mask, decoded at its own size: scaling and colour management make values that mean another class.
 * @param mapping - The `mapping` of the frame's `mask`.
 * @throws HiveInputError if there are no pixels, they are no bytes, or `channels` does not fit them.
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
  const { channels = 1 } = options;
  const totalPixels = checkMaskPixels(pixels, channels);
  // Pixels by value; set to 0 once an entry of the mapping has taken them, so that they count once.
  const remaining = histogram(pixels, channels);
  const shares = mapping.map((entry) => {
    const count = remaining[entry.value] ?? 0;
    if (count > 0) remaining[entry.value] = 0;
    return { class: entry.class, value: entry.value, pixels: count, share: count / totalPixels };
  });
  const unmapped = remaining.reduce((sum, count) => sum + count, 0);
  return { shares, unmapped: { pixels: unmapped, share: unmapped / totalPixels }, totalPixels };
}

/** How many pixels have each of the 256 values. */
function histogram(pixels: MaskPixels, channels: number): Float64Array {
  const counts = new Float64Array(256);
  for (let offset = 0; offset < pixels.length; offset += channels) {
    const value = pixels[offset] ?? 0;
    counts[value] = (counts[value] ?? 0) + 1;
  }
  return counts;
}
