import { expect, it } from "vitest";
import { countImageTokens, countTextTokens, cutToTokens } from "./count-tokens.ts";

it.each([
  [1, 1, 1],
  [448, 448, 1],
  [633, 633, 1],
  [634, 634, 5],
  [1024, 1024, 5],
  [4000, 4000, 5],
  // Close to two squares side by side, and to three.
  [896, 448, 3],
  [448, 1344, 4],
  [3000, 500, 7],
  [1200, 800, 7],
  [800, 1200, 7],
] as const)("an image of %i x %i pixels has %i patches", (widthPx, heightPx, patches) => {
  expect(countImageTokens({ widthPx, heightPx })).toBe(256 * patches);
});

it("the two live token counts are those of a large square and of a photo with an aspect ratio of 3:2", () => {
  // Source: reference/hive-api-2.md, section 1.4. The texts of the prompts had 45 and 26 tokens.
  expect(countImageTokens({ widthPx: 1000, heightPx: 1000 }) + 45).toBe(1325);
  expect(countImageTokens({ widthPx: 1536, heightPx: 1024 }) + 26).toBe(1818);
});

it("a text has one token for every four characters, and is cut between characters", () => {
  expect(["", "a", "abcd", "abcde", "😀😀😀😀"].map(countTextTokens)).toEqual([0, 1, 1, 2, 1]);
  expect(cutToTokens("😀😀😀😀😀", 1)).toBe("😀😀😀😀");
  expect(countTextTokens(cutToTokens("abcdefghij", 2))).toBe(2);
});
