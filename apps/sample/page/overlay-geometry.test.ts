import { expect, it } from "vitest";
import { cornersOf, placeInside } from "./overlay-geometry.ts";

it("leaves room left and right of a picture that is higher than its place", () => {
  expect(placeInside({ width: 400, height: 200 }, { width: 640, height: 640 })).toEqual({
    left: 100,
    top: 0,
    width: 200,
    height: 200,
    scale: 200 / 640,
  });
});

it("leaves room above and below one that is wider, and makes a small one larger", () => {
  expect(placeInside({ width: 400, height: 300 }, { width: 100, height: 50 })).toEqual({
    left: 0,
    top: 50,
    width: 400,
    height: 200,
    scale: 4,
  });
});

it("places nothing that has no size", () => {
  expect(placeInside({ width: 400, height: 300 }, { width: 0, height: 0 })).toMatchObject({
    width: 0,
    scale: 0,
  });
});

it("puts the corners of a box where they are in the picture", () => {
  const placement = placeInside({ width: 400, height: 200 }, { width: 100, height: 100 });
  const bounds = { left: 10, top: 20, right: 60, bottom: 70 };
  expect(cornersOf({ vertices: [], bounds }, placement)).toEqual([
    { x: 120, y: 40 },
    { x: 220, y: 40 },
    { x: 220, y: 140 },
    { x: 120, y: 140 },
  ]);
  const vertices = [
    { x: 0, y: 0 },
    { x: 50, y: 0 },
    { x: 50, y: 100 },
  ];
  expect(cornersOf({ vertices, bounds }, placement)).toEqual([
    { x: 100, y: 0 },
    { x: 200, y: 0 },
    { x: 200, y: 200 },
  ]);
});
