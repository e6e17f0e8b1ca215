import type { Box } from "@hivekit/core";

/** A width and a height, in pixels of the page or of the picture. */
export type Size = { readonly width: number; readonly height: number };

/** The position of a picture within its container. */
export type Placement = Size & {
  /** Pixels of the page, from the left edge of the container. */
  readonly left: number;
  /** Pixels of the page, from the top edge of the container. */
  readonly top: number;
  /** Pixels of the page per pixel of the picture. */
  readonly scale: number;
};

/** Places a picture like `object-fit: contain`: as large as possible, centered, with its aspect ratio. */
export function containPicture(container: Size, picture: Size): Placement {
  if (picture.width <= 0 || picture.height <= 0) return { left: 0, top: 0, width: 0, height: 0, scale: 0 };
  const scale = Math.min(container.width / picture.width, container.height / picture.height);
  const width = picture.width * scale;
  const height = picture.height * scale;
  return { left: (container.width - width) / 2, top: (container.height - height) / 2, width, height, scale };
}

/** Computes the corners of a box on the page: its vertices, or those of its bounds if it has fewer than three. */
export function toPageCorners(
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
