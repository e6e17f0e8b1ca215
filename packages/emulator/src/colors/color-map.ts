import type { PixelFrame } from "../media/decoded-media.ts";
import { COLOR_NAMES, type ColorName } from "./color-name.ts";
import { nameColor } from "./name-color.ts";

/** The colour of each pixel of a frame's copy for analysis. */
export type ColorMap = {
  /** Columns of the map, in pixels of the copy. */
  readonly width: number;
  /** Rows of the map, in pixels of the copy. */
  readonly height: number;
  /** One place in {@link COLOR_NAMES} per pixel, row by row from the top left. */
  readonly colors: Uint8Array;
};

const INDEX_OF: ReadonlyMap<ColorName, number> = new Map(COLOR_NAMES.map((name, index) => [name, index]));

/** Names the colour of each pixel of `frame`. */
export function mapColors(frame: PixelFrame): ColorMap {
  const { width, height, rgb } = frame;
  const colors = new Uint8Array(width * height);
  for (let pixel = 0; pixel < colors.length; pixel += 1) {
    const at = pixel * 3;
    const name = nameColor(rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0);
    colors[pixel] = INDEX_OF.get(name) ?? 0;
  }
  return { width, height, colors };
}
