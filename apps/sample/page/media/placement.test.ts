import { expect, it } from "vitest";
import { toPageCorners, containPicture } from "./placement.ts";

it("centers a picture horizontally if it is taller than its container", () => {
  expect(containPicture({ width: 400, height: 200 }, { width: 640, height: 640 })).toEqual({
    left: 100,
    top: 0,
    width: 200,
    height: 200,
    scale: 200 / 640,
  });
});

it("centers a picture vertically if it is wider, and enlarges a small one", () => {
  expect(containPicture({ width: 400, height: 300 }, { width: 100, height: 50 })).toEqual({
    left: 0,
    top: 50,
    width: 400,
    height: 200,
    scale: 4,
  });
});

it("does not place a picture without a size", () => {
  expect(containPicture({ width: 400, height: 300 }, { width: 0, height: 0 })).toMatchObject({
    width: 0,
    scale: 0,
  });
});

it("converts the corners of a box from the picture to the page", () => {
  const placement = containPicture({ width: 400, height: 200 }, { width: 100, height: 100 });
  const bounds = { left: 10, top: 20, right: 60, bottom: 70 };
  expect(toPageCorners({ vertices: [], bounds }, placement)).toEqual([
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
  expect(toPageCorners({ vertices, bounds }, placement)).toEqual([
    { x: 100, y: 0 },
    { x: 200, y: 0 },
    { x: 200, y: 200 },
  ]);
});
