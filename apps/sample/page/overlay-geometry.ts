import type { Box } from "@hivekit/core";

/** Width and height, in pixels of the page or of the picture. */
export type Size = { readonly width: number; readonly height: number };

/** Where a picture is within the place that it is shown in. */
export type Placement = Size & {
  /** Pixels of the page, from the left edge of the place. */
  readonly left: number;
  /** Pixels of the page, from the upper edge of the place. */
  readonly top: number;
  /** Pixels of the page per pixel of the picture. */
  readonly scale: number;
};

/** Where a picture is that is shown as large as fits, in the middle, its shape kept; the rest of the place stays empty. */
export function placeInside(place: Size, picture: Size): Placement {
  if (picture.width <= 0 || picture.height <= 0) return { left: 0, top: 0, width: 0, height: 0, scale: 0 };
  const scale = Math.min(place.width / picture.width, place.height / picture.height);
  const width = picture.width * scale;
  const height = picture.height * scale;
  return { left: (place.width - width) / 2, top: (place.height - height) / 2, width, height, scale };
}

/** The corners of a box on the page: its own, or those of its upright rectangle if it has fewer than three. */
export function cornersOf(
  box: Pick<Box, "vertices" | "bounds">,
  { left, top, scale }: Placement,
): readonly { readonly x: number; readonly y: number }[] {
  const { bounds, vertices } = box;
  const corners =
    vertices.length > 2
      ? vertices
      : [
          { x: bounds.left, y: bounds.top },
          { x: bounds.right, y: bounds.top },
          { x: bounds.right, y: bounds.bottom },
          { x: bounds.left, y: bounds.bottom },
        ];
  return corners.map(({ x, y }) => ({ x: left + x * scale, y: top + y * scale }));
}
