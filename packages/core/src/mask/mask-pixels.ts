import { HiveInputError } from "../error/hive-input-error.ts";
import { checkOptions, mustBe, required, wholeNumber } from "../options/check-options.ts";
import type { OptionCheck } from "../options/check-options.ts";
import type { Mask } from "../result/frame.ts";
import { describeType, isObject } from "../value/is-object.ts";

/** The pixels of a decoded mask: one byte per channel, row by row from the top left, without padding between rows. */
export type MaskPixels = Uint8Array | Uint8ClampedArray;

/** The layout of a decoded mask in memory. */
export type MaskPixelOptions = {
  /**
   * The number of bytes per pixel, 1 to 4: 1 for grayscale, 4 for the data of a canvas. Only the first byte is read: a
   * mask is gray, so its color channels are equal, and alpha is the last channel.
   *
   * @defaultValue 1
   */
  readonly channels?: number | undefined;
};

/** Accepts a number of bytes per pixel. */
export const maskChannels: OptionCheck = wholeNumber(1, 4);

const mappingCheck = required(
  mustBe("an array of objects", (value) => Array.isArray(value) && [...value].every(isObject)),
);

/** @throws HiveConfigError if it is not an array of objects. */
export function checkMapping(mapping: Mask["mapping"], of: string): void {
  checkOptions({ mapping }, { mapping: mappingCheck }, of);
}

/**
 * Counts the pixels of a mask.
 *
 * @throws HiveInputError if there are no pixels, they are not bytes, or their number is not a multiple of `channels`.
 */
export function countMaskPixels(pixels: MaskPixels, channels: number): number {
  if (!(pixels instanceof Uint8Array) && !(pixels instanceof Uint8ClampedArray)) {
    throw new HiveInputError(
      `The pixels must be a Uint8Array or Uint8ClampedArray, with one byte per channel, got ${describeType(pixels)}.`,
      { unit: "pixels" },
    );
  }
  if (pixels.length === 0) {
    throw new HiveInputError("The mask has no pixels; decode the image at the mask's url.", {
      actual: 0,
      unit: "pixels",
    });
  }
  if (pixels.length % channels !== 0) {
    throw new HiveInputError(
      `The mask has ${pixels.length} bytes, which is not a multiple of channels (${channels}); set channels to the number of bytes per pixel.`,
      { unit: "pixels" },
    );
  }
  return pixels.length / channels;
}
