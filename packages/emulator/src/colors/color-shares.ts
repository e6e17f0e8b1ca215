import { COLOR_NAMES, type ColorName } from "./color-name.ts";
import type { ColorMap } from "./color-map.ts";

/**
 * How much of a frame each colour covers: every colour, in the order of {@link COLOR_NAMES}, as a score from 0 to 1.
 * The scores of a frame sum to 1, as those of one head of a Hive model do.
 */
export function colorShares(map: ColorMap): { class: ColorName; score: number }[] {
  const counts = new Uint32Array(COLOR_NAMES.length);
  for (const color of map.colors) counts[color] = (counts[color] ?? 0) + 1;
  return COLOR_NAMES.map((name, index) => ({ class: name, score: (counts[index] ?? 0) / map.colors.length }));
}
