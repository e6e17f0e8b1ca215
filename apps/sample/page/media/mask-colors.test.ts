import { expect, it } from "vitest";
import { colorMask } from "./mask-colors.ts";

it("colors each value, makes other values transparent, and measures their shares", () => {
  const values = [1, 1, 2, 0];
  const pixels = new Uint8ClampedArray(values.flatMap((value) => [value, value, value, 255]));
  const shares = colorMask(
    pixels,
    new Map([
      [1, [255, 0, 0]],
      [2, [0, 0, 255]],
    ]),
  );
  expect([...pixels]).toEqual([255, 0, 0, 150, 255, 0, 0, 150, 0, 0, 255, 150, 0, 0, 0, 0]);
  expect(Object.fromEntries(shares)).toEqual({ 0: 0.25, 1: 0.5, 2: 0.25 });
});
