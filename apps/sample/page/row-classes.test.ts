import { expect, it } from "vitest";
import { rowClasses } from "./row-classes.ts";

const topClasses = [
  { class: "knife", score: 0.03 },
  { class: "indoors", score: 0.9 },
  { class: "table", score: 0.2 },
  { class: "lamp", score: 0.04 },
  { class: "chair", score: 0.1 },
];
const namesOf = (decision: "review" | "allow" | null) =>
  rowClasses({ topClasses, decision }).map(({ class: name }) => name);

it("shows what an item is reviewed for first, however little it scored", () => {
  expect(namesOf("review")).toEqual(["knife", "indoors", "table"]);
});

it("leaves out what scored next to nothing", () => {
  expect(namesOf("allow")).toEqual(["indoors", "table", "chair"]);
  expect(namesOf(null)).toEqual(["indoors", "table", "chair"]);
});
