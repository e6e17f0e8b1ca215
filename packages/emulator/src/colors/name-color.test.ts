import { expect, it } from "vitest";
import { nameColor } from "./name-color.ts";

it.each([
  ["red", 255, 0, 0],
  ["red", 224, 16, 16],
  ["red", 139, 0, 0],
  ["orange", 255, 165, 0],
  ["yellow", 255, 255, 0],
  ["yellow", 248, 216, 0],
  ["green", 0, 128, 0],
  ["green", 16, 176, 32],
  ["cyan", 0, 255, 255],
  ["blue", 0, 0, 255],
  ["blue", 16, 48, 224],
  ["purple", 128, 0, 128],
  ["pink", 255, 192, 203],
  ["pink", 255, 105, 180],
  ["brown", 139, 69, 19],
  ["brown", 165, 42, 42],
  ["black", 0, 0, 0],
  ["black", 40, 30, 30],
  ["gray", 128, 128, 128],
  ["white", 255, 255, 255],
  ["white", 250, 240, 240],
] as const)("names %s for rgb(%i, %i, %i)", (name, red, green, blue) => {
  expect(nameColor(red, green, blue)).toBe(name);
});
