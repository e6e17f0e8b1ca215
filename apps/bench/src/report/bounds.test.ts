import { expect, it } from "vitest";
import { verdictOf } from "./bounds.ts";
import type { Bound } from "./bounds.ts";

const least: Bound = { title: "speed", is: "least", firm: 0.75, aim: 1 };
const most: Bound = { title: "memory", is: "most", firm: 1.5, aim: 1.1 };

it.each([
  [1, least, "aim reached"],
  [0.999, least, "firm reached"],
  [0.749, least, "missed"],
  [1.1, most, "aim reached"],
  [1.5, most, "firm reached"],
  [1.51, most, "missed"],
  [Number.NaN, least, "missed"],
  [7, { ...least, firm: null }, "no bound"],
] as const)("%d is judged by %j as %3$s", (value, bound, verdict) => {
  expect(verdictOf(value, bound)).toBe(verdict);
});
