import type { AnswerBox } from "./answer-frame.ts";
import type { ColorMap } from "../colors/color-map.ts";
import { largestRegion } from "../colors/largest-region.ts";

/**
 * The box around the largest region of saturated colour, in pixels of the picture; empty when nothing is saturated.
 * The score is the part of the box that the region fills.
 */
export function colorBoxes(map: ColorMap, picture: { widthPx: number; heightPx: number }): AnswerBox[] {
  const region = largestRegion(map);
  if (region === null) return [];
  const scaleX = picture.widthPx / map.width;
  const scaleY = picture.heightPx / map.height;
  return [
    {
      class: region.color,
      score: region.fill,
      left: region.left * scaleX,
      top: region.top * scaleY,
      right: Math.min(region.right * scaleX, picture.widthPx),
      bottom: Math.min(region.bottom * scaleY, picture.heightPx),
    },
  ];
}
