/**
 * The tokens of one patch of an image. Source: reference/hive-api-2.md, section 1.4.
 */
const TOKENS_PER_PATCH = 256;
/** The side of a tile in pixels. Inferred: docs/discoveries.md. */
const TILE_PX = 448;
/** The maximum number of tiles of an image. Inferred: docs/discoveries.md. */
const MAX_TILES = 6;
/** The number of characters of a text that are one token. Emulator behavior: Hive's tokenizer is not known. */
const CHARACTERS_PER_TOKEN = 4;

/** The grids of 1 to 6 tiles, in ascending order of their number of tiles. */
const GRIDS = Array.from({ length: MAX_TILES }, (_, index) => index + 1).flatMap((tiles) =>
  Array.from({ length: tiles }, (_, index) => index + 1)
    .filter((columns) => tiles % columns === 0)
    .map((columns) => ({ tiles, ratio: columns / (tiles / columns) })),
);

/**
 * Counts the tokens of an image. The grid of tiles has the aspect ratio that is closest to the image's. Of two grids
 * that are equally close, the larger one is used only if the image has more than half of the grid's area. An image with
 * more than one tile also has an overview of one patch.
 *
 * Source of a patch's tokens and of one patch for up to 633 x 633 pixels: reference/hive-api-2.md, section 1.4. The
 * rule is inferred: docs/discoveries.md.
 */
export function countImageTokens(size: { readonly widthPx: number; readonly heightPx: number }): number {
  const { widthPx, heightPx } = size;
  const ratio = widthPx / heightPx;
  let tiles = 1;
  let smallestDistance = Number.POSITIVE_INFINITY;
  for (const grid of GRIDS) {
    const distance = Math.abs(ratio - grid.ratio);
    const isLargeEnough = widthPx * heightPx > 0.5 * TILE_PX * TILE_PX * grid.tiles;
    if (distance < smallestDistance || (distance === smallestDistance && isLargeEnough)) tiles = grid.tiles;
    smallestDistance = Math.min(smallestDistance, distance);
  }
  return TOKENS_PER_PATCH * (tiles === 1 ? 1 : tiles + 1);
}

/** Counts the tokens of a text: one for every four characters (code points), rounded up. Emulator behavior. */
export function countTextTokens(text: string): number {
  return Math.ceil(Array.from(text).length / CHARACTERS_PER_TOKEN);
}

/** Cuts a text to a number of tokens. */
export function cutToTokens(text: string, tokens: number): string {
  return Array.from(text)
    .slice(0, tokens * CHARACTERS_PER_TOKEN)
    .join("");
}
