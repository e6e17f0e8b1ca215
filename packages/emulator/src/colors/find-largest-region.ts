import type { ColorMap } from "./color-map.ts";
import { COLOR_NAMES, type ColorName } from "./name-color.ts";

/** A connected region of one saturated color. Edges are in pixels of the map. */
export type ColorRegion = {
  /** The color of the region. */
  readonly color: ColorName;
  /** The share of its bounding box that the region fills, from above 0 to 1. */
  readonly fill: number;
  /** The first column. */
  readonly left: number;
  /** The first row. */
  readonly top: number;
  /** The last column plus 1. */
  readonly right: number;
  /** The last row plus 1. */
  readonly bottom: number;
};

/** The colors before black, gray and white in {@link COLOR_NAMES} are saturated. */
const FIRST_UNSATURATED = COLOR_NAMES.indexOf("black");

/**
 * Finds the largest region of one saturated color (not black, gray or white), connected by edges. If several regions
 * share the largest size, returns the one whose first pixel comes first, row by row.
 *
 * @returns `null` when no pixel is saturated.
 */
export function findLargestRegion(map: ColorMap): ColorRegion | null {
  const seen = new Uint8Array(map.colors.length);
  let largest: (ColorRegion & { readonly pixels: number }) | null = null;
  for (let start = 0; start < map.colors.length; start += 1) {
    const color = map.colors[start] ?? FIRST_UNSATURATED;
    if (seen[start] === 1 || color >= FIRST_UNSATURATED) continue;
    const region = floodFill(map, start, { color, seen });
    if (largest === null || region.pixels > largest.pixels) largest = region;
  }
  return largest;
}

function floodFill(map: ColorMap, start: number, state: { color: number; seen: Uint8Array }) {
  const { width, colors } = map;
  const { color, seen } = state;
  const open = [start];
  seen[start] = 1;
  let pixels = 0;
  let left = width;
  let right = 0;
  let top = map.height;
  let bottom = 0;
  const visit = (pixel: number): void => {
    if (seen[pixel] !== 0 || colors[pixel] !== color) return;
    seen[pixel] = 1;
    open.push(pixel);
  };
  for (let pixel = open.pop(); pixel !== undefined; pixel = open.pop()) {
    const x = pixel % width;
    const y = (pixel - x) / width;
    pixels += 1;
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
    if (x > 0) visit(pixel - 1);
    if (x + 1 < width) visit(pixel + 1);
    visit(pixel - width);
    visit(pixel + width);
  }
  const name = COLOR_NAMES[color] ?? "black";
  return { color: name, fill: pixels / ((right - left) * (bottom - top)), left, top, right, bottom, pixels };
}
