import { describe, expect, it } from "vitest";
import { isRestricted } from "./is-restricted.ts";

const match = (isMatched: boolean) => ({ isMatched, types: [], hashes: [] });
const scored = (score: number) => ({ match: match(false), classes: [{ class: "csam", score }] });

describe("a frame is restricted", () => {
  it("if a hash matches, whatever the threshold is", () => {
    expect(isRestricted({ match: match(true), classes: [] })).toBe(true);
    expect(isRestricted({ match: match(true), classes: [] }, 1)).toBe(true);
  });

  it("if the score of csam is at least 0.9, or the given threshold", () => {
    expect([0.89, 0.9, 1].map((score) => isRestricted(scored(score)))).toEqual([false, true, true]);
    expect([0.49, 0.5].map((score) => isRestricted(scored(score), 0.5))).toEqual([false, true]);
    expect(isRestricted(scored(0), 0)).toBe(true);
  });

  it("not because of other classes", () => {
    expect(isRestricted({ match: null, classes: [{ class: "pornography", score: 1 }] })).toBe(false);
  });
});

it.each([Number.NaN, -0.1, 1.1, 90, Infinity, null, "0.9"])("a threshold of %j is rejected", (threshold) => {
  for (const frame of [scored(1), { match: match(true), classes: [] }]) {
    expect(() => Reflect.apply(isRestricted, null, [frame, threshold])).toThrow(
      expect.objectContaining({ kind: "config", option: "csamThreshold" }),
    );
  }
});
