/** The longer side of the copy on which colours are decided, at most, in pixels. Ours: keeps a big picture as fast as a small one. */
const LONGEST_SIDE_PX = 160;

/** The size of the copy for analysis: the same shape, never larger than the picture, at least one pixel each way. */
export function analysisSize(widthPx: number, heightPx: number): { width: number; height: number } {
  const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(widthPx, heightPx));
  return {
    width: Math.max(1, Math.round(widthPx * scale)),
    height: Math.max(1, Math.round(heightPx * scale)),
  };
}
