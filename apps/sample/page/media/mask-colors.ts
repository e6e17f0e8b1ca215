/** A color: red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** The opacity of a mask, 0 to 255. */
const OPACITY = 150;

/**
 * Colors the pixels of a mask in place. Pixels whose value has no color become transparent.
 *
 * @param pixels - four bytes each, as in a canvas; the first one is the value.
 * @returns the share of the picture that each value covers, 0 to 1.
 */
export function colorMask(
  pixels: Uint8ClampedArray,
  colors: ReadonlyMap<number, Rgb>,
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += 4) {
    const value = pixels[at] ?? 0;
    counts.set(value, (counts.get(value) ?? 0) + 1);
    const [red, green, blue] = colors.get(value) ?? [0, 0, 0];
    pixels[at] = red;
    pixels[at + 1] = green;
    pixels[at + 2] = blue;
    pixels[at + 3] = colors.has(value) ? OPACITY : 0;
  }
  return new Map([...counts].map(([value, count]) => [value, (count * 4) / pixels.length]));
}
