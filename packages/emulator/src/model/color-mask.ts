import type { ColorMap } from "../colors/color-map.ts";
import { COLOR_NAMES } from "../colors/color-name.ts";
import { loadLibrary } from "../media/load-library.ts";

/** Steps between the grey values of two classes: wide enough to tell the regions apart by eye. */
const VALUE_STEP = 20;

/** A mask that has not been drawn yet. */
export type ColorMask = {
  /** The colours, on the small copy for analysis. */
  readonly map: ColorMap;
  /** The width of the picture, and of the mask. */
  readonly widthPx: number;
  /** The height of the picture, and of the mask. */
  readonly heightPx: number;
};

/** Which grey value of a mask stands for which colour: every colour, whether the picture has it or not. */
export const MASK_MAPPING = COLOR_NAMES.map((name, index) => ({ class: name, value: index * VALUE_STEP }));

/**
 * Draws a mask: a PNG of the picture's size with one 8-bit grey value per pixel.
 * The colours come from the copy for analysis, enlarged without smoothing, so an edge may be off by half a pixel of the copy.
 *
 * @throws MediaError 3000 when sharp is not installed.
 */
export async function drawMask(mask: ColorMask): Promise<Uint8Array<ArrayBuffer>> {
  const { default: sharp } = await loadLibrary("sharp", () => import("sharp"));
  const { width, height, colors } = mask.map;
  const gray = colors.map((color) => color * VALUE_STEP);
  const png = await sharp(gray, { raw: { width, height, channels: 1 } })
    .resize({ width: mask.widthPx, height: mask.heightPx, fit: "fill", kernel: "nearest" })
    .toColourspace("b-w")
    .png()
    .toBuffer();
  return new Uint8Array(png);
}
