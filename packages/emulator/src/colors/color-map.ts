import type { PixelFrame } from "../media/decoded-media.ts";
import { COLOR_NAMES, nameColor, type ColorName } from "./name-color.ts";

/** The color of each pixel in the scaled-down copy of a frame. */
export type ColorMap = {
  /** Width of the copy, in pixels. */
  readonly width: number;
  /** Height of the copy, in pixels. */
  readonly height: number;
  /** One index into {@link COLOR_NAMES} per pixel, row by row from the top left. */
  readonly colors: Uint8Array;
};

const COLOR_INDEXES: ReadonlyMap<ColorName, number> = new Map(
  COLOR_NAMES.map((name, index) => [name, index]),
);

/** Names the color of each pixel of a frame. */
export function mapColors(frame: PixelFrame): ColorMap {
  const { width, height, rgb } = frame;
  const colors = new Uint8Array(width * height);
  for (let pixel = 0; pixel < colors.length; pixel += 1) {
    const at = pixel * 3;
    const name = nameColor(rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0);
    colors[pixel] = COLOR_INDEXES.get(name) ?? 0;
  }
  return { width, height, colors };
}

/**
 * Computes the share of each color, 0 to 1, in the order of {@link COLOR_NAMES}. The shares sum to 1, like the scores
 * of one head of a Hive model.
 */
export function computeColorShares(map: ColorMap): number[] {
  const counts = new Uint32Array(COLOR_NAMES.length);
  for (const color of map.colors) counts[color] = (counts[color] ?? 0) + 1;
  return Array.from(counts, (count) => count / map.colors.length);
}
