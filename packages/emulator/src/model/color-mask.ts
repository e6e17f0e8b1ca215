import type { ColorMap } from "../colors/color-map.ts";
import { COLOR_NAMES } from "../colors/name-color.ts";
import { loadLibrary } from "../media/load-library.ts";

/**
 * The difference between the gray values of two consecutive classes, large enough to distinguish the regions by eye.
 */
const VALUE_STEP = 20;

/** The content of a mask, before it is drawn. */
export type ColorMask = {
  /** The colors of the scaled-down copy. */
  readonly map: ColorMap;
  /** The width of the image and of the mask. */
  readonly widthPx: number;
  /** The height of the image and of the mask. */
  readonly heightPx: number;
};

/** The gray value of each color in a mask, including colors that the image does not contain. */
export const MASK_MAPPING = COLOR_NAMES.map((name, index) => ({ class: name, value: index * VALUE_STEP }));

/**
 * Draws a mask: a PNG of the size of the image, with one 8-bit gray value per pixel. The colors are those of the
 * scaled-down copy, enlarged without smoothing, so an edge can be off by half a pixel of the copy.
 *
 * @throws MediaError 3000 when sharp is not installed.
 */
export async function drawMask(mask: ColorMask): Promise<Uint8Array<ArrayBuffer>> {
  const { default: sharp } = await loadLibrary("sharp", () => import("sharp"));
  const { width, height, colors } = mask.map;
  const gray = colors.map((color) => color * VALUE_STEP);
  const png = await sharp(gray, { raw: { width, height, channels: 1 } })
    .resize({ width: mask.widthPx, height: mask.heightPx, fit: "fill", kernel: "nearest" })
    .toColorspace("b-w")
    .png()
    .toBuffer();
  return new Uint8Array(png);
}

/** Creates the file name of a mask. @param index - the index of its frame, from 0 */
export function createMaskFilename(taskId: string, index: number): string {
  return `${taskId}-${index}.png`;
}

/** Parses the file name of a mask; `null` for another name. */
export function parseMaskFilename(
  filename: string,
): { readonly taskId: string; readonly index: number } | null {
  const [, taskId, index] = /^(.+)-(\d{1,6})\.png$/.exec(filename) ?? [];
  return taskId === undefined ? null : { taskId, index: Number(index) };
}
