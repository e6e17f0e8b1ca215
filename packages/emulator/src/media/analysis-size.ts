/** The longer side of the copy on which colours are decided, at most, in pixels. Ours: keeps a big picture as fast as a small one. */
const LONGEST_SIDE_PX = 160;
/** The most pixels of all copies that are in memory at once. Ours: 120 MB, which 1600 frames of the longest side fill. */
const MOST_COPIED_PIXELS = 40_000_000;

/**
 * The size of the copy for analysis: the same shape, never larger than the picture, at least one pixel each way.
 *
 * @param frames - how many copies are in memory at once; many of them are smaller.
 */
export function analysisSize(
  widthPx: number,
  heightPx: number,
  frames = 1,
): { width: number; height: number } {
  const toSide = LONGEST_SIDE_PX / Math.max(widthPx, heightPx);
  const toArea = Math.sqrt(MOST_COPIED_PIXELS / (frames * widthPx * heightPx));
  const scale = Math.min(1, toSide, toArea);
  return {
    width: Math.max(1, Math.round(widthPx * scale)),
    height: Math.max(1, Math.round(heightPx * scale)),
  };
}
