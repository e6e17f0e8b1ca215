import type { ColorMap } from "../colors/color-map.ts";
import { largestRegion } from "../colors/largest-region.ts";
import type { BoundingPoly } from "../v1/reply.ts";

/**
 * The box around the largest region of saturated colour, in pixels of the picture; empty when nothing is saturated.
 * Vertices go clockwise from the top left. The score is the part of the box that the region fills.
 */
export function colorBoxes(map: ColorMap, picture: { widthPx: number; heightPx: number }): BoundingPoly[] {
  const region = largestRegion(map);
  if (region === null) return [];
  const scaleX = picture.widthPx / map.width;
  const scaleY = picture.heightPx / map.height;
  const left = region.left * scaleX;
  const top = region.top * scaleY;
  const right = Math.min(region.right * scaleX, picture.widthPx);
  const bottom = Math.min(region.bottom * scaleY, picture.heightPx);
  return [
    {
      vertices: [
        { x: left, y: top },
        { x: right, y: top },
        { x: right, y: bottom },
        { x: left, y: bottom },
      ],
      dimensions: { top, bottom, left, right },
      classes: [{ class: region.color, score: region.fill }],
      keypoints: [],
      meta: { type: "color", score: region.fill },
    },
  ];
}
