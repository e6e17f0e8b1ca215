import { expect, it } from "vitest";
import { selectRowClasses } from "./item-row.ts";

const topClasses = [
  { class: "knife", score: 0.03 },
  { class: "indoors", score: 0.9 },
  { class: "table", score: 0.2 },
  { class: "lamp", score: 0.04 },
  { class: "chair", score: 0.1 },
];
const listNames = (decision: "review" | "allow" | null) =>
  selectRowClasses({ topClasses, decision }).map(({ class: name }) => name);

it("shows the class that needs review first, even with a low score", () => {
  expect(listNames("review")).toEqual(["knife", "indoors", "table"]);
});

it("omits classes with a low score", () => {
  expect(listNames("allow")).toEqual(["indoors", "table", "chair"]);
  expect(listNames(null)).toEqual(["indoors", "table", "chair"]);
});
