import { describe, expect, it } from "vitest";
import { definePromptPolicy } from "./define-prompt-policy.ts";
import { planJudgment } from "./plan-judgment.ts";

const description = "An example.";
const policy = definePromptPolicy({
  instructions: "A forum.",
  categories: {
    insult: { description, decision: "review" },
    weaponsSale: { description, decision: "block" },
  },
});
const both = ["insult", "weaponsSale"];

describe("planJudgment", () => {
  it("plans one call for a text", () => {
    expect(planJudgment({ mediaCount: 0, text: "Hello" }, policy, {})).toEqual([
      { part: 0, mediaIndexes: [], text: "Hello", categories: both },
    ]);
  });

  it("plans a call for each image, with the text", () => {
    expect(planJudgment({ mediaCount: 2, text: "Hello" }, policy, {})).toEqual([
      { part: 0, mediaIndexes: [0], text: "Hello", categories: both },
      { part: 1, mediaIndexes: [1], text: "Hello", categories: both },
    ]);
  });

  it("plans a call for each category about the same part", () => {
    expect(planJudgment({ mediaCount: 1, text: null }, policy, { perCategory: true })).toEqual([
      { part: 0, mediaIndexes: [0], text: null, categories: ["insult"] },
      { part: 0, mediaIndexes: [0], text: null, categories: ["weaponsSale"] },
    ]);
  });

  it("groups images, the last group being smaller", () => {
    const calls = planJudgment({ mediaCount: 7, text: null }, policy, { imagesPerCall: 3 });
    expect(calls.map(({ mediaIndexes }) => mediaIndexes)).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
  });

  it("plans the pieces of a long text without the images, and the images without the text", () => {
    const text = "One sentence of thirty letters. ".repeat(10);
    const calls = planJudgment({ mediaCount: 2, text }, policy, { textCharacters: 100 });
    expect(calls.slice(0, 2).map(({ text: piece }) => piece)).toEqual([null, null]);
    const pieces = calls.slice(2);
    expect(pieces.length).toBeGreaterThan(3);
    expect(
      pieces.every(
        ({ mediaIndexes, text: piece }) => mediaIndexes.length === 0 && text.includes(piece ?? "?"),
      ),
    ).toBe(true);
    expect(calls.map(({ part }) => part)).toEqual(calls.map((_call, index) => index));
  });

  it("splits a text only if it is longer than the limit, counted in code points", () => {
    const count = (text: string): number => planJudgment({ mediaCount: 0, text }, policy, {}).length;
    expect([count("😀".repeat(8000)), count("😀".repeat(8001))]).toEqual([1, 2]);
  });
});
