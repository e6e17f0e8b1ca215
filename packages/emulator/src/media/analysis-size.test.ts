import { expect, it } from "vitest";
import { analysisSize } from "./analysis-size.ts";

it.each([
  [640, 480, 160, 120],
  [100, 60, 100, 60],
  [10_000, 3, 160, 1],
])("a picture of %i x %i is looked at as %i x %i", (widthPx, heightPx, width, height) => {
  expect(analysisSize(widthPx, heightPx)).toEqual({ width, height });
});

it("the copies of many frames are smaller, so that they fit into memory together", () => {
  const { width, height } = analysisSize(160, 160, 39_000);
  expect(width * height * 39_000).toBeLessThan(44_000_000);
  expect(analysisSize(160, 160, 1000)).toEqual({ width: 160, height: 160 });
});
