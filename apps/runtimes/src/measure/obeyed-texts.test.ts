import { expect, it } from "vitest";
import { WAYS } from "./injection-case.ts";
import { judgeObeyedTexts } from "./obeyed-texts.ts";

// `npm run measure -- injection` also measures models that obey in only some of their calls.

it.each(WAYS)("no text leads to allow if the model does not obey: %s", async (way) => {
  const counts = await judgeObeyedTexts({ content: "one category", way, obedience: 0 });
  expect(counts).toEqual({ block: 200, review: 0, unknown: 0, allow: 0 });
});

it.each([
  ["one call", 175],
  ["a call per category", 175],
  ["panel, classifier with the class", 0],
  ["panel, classifier without the class", 175],
] as const)("only a classifier stops a model that obeys every text: %s", async (way, allowed) => {
  // 25 of the texts end with a demand for the value true.
  const counts = await judgeObeyedTexts({ content: "two categories", way, obedience: 1 });
  expect(counts).toEqual({ block: 200 - allowed, review: 0, unknown: 0, allow: allowed });
});
