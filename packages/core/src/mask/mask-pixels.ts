import { HiveInputError } from "../error/hive-input-error.ts";

/** The pixels of a decoded mask, one byte per channel, row by row from the top left, without padding between rows. */
export type MaskPixels = Uint8Array | Uint8ClampedArray;

/** How the pixels of a decoded mask lie in memory. */
export type MaskPixelOptions = {
  /**
   * Bytes per pixel, 1 to 4: 1 for grey, 4 for what a canvas gives. Of several, the first is read: a mask is grey, so that they are
   * the same but for the opacity, which comes last.
   *
   * @defaultValue 1
   */
  readonly channels?: number | undefined;
};

/**
 * Counts the pixels of a mask.
 *
 * @throws HiveInputError if there are none, the pixels are no bytes, or `channels` does not fit them.
 */
export function checkMaskPixels(pixels: MaskPixels, channels: number): number {
  if (!(pixels instanceof Uint8Array) && !(pixels instanceof Uint8ClampedArray)) {
    throw new HiveInputError(
      "The mask's pixels are no Uint8Array or Uint8ClampedArray; decode the mask to one byte per channel.",
    );
  }
  if (!Number.isInteger(channels) || channels < 1 || channels > 4) {
    throw new HiveInputError(
      "channels is no whole number from 1 to 4; give the bytes per pixel of the decoded mask.",
      {
        limit: 4,
        actual: channels,
        unit: "channels",
      },
    );
  }
  if (pixels.length === 0) {
    throw new HiveInputError("The mask has no pixels; decode the picture that the mask's url leads to.");
  }
  if (pixels.length % channels !== 0) {
    throw new HiveInputError(
      `The mask's ${pixels.length} bytes are no whole number of pixels of ${channels} bytes; give the channels that it was decoded with.`,
    );
  }
  return pixels.length / channels;
}
