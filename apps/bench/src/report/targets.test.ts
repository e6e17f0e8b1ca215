import { expect, it } from "vitest";
import { compareWithTarget } from "./targets.ts";
import type { Target } from "./targets.ts";

const min: Target = { title: "speed", is: "min", required: 0.75, desired: 1 };
const max: Target = { title: "memory", is: "max", required: 1.5, desired: 1.1 };

it.each([
  [1, min, "target met"],
  [0.999, min, "requirement met"],
  [0.749, min, "missed"],
  [1.1, max, "target met"],
  [1.5, max, "requirement met"],
  [1.51, max, "missed"],
  [Number.NaN, min, "missed"],
  [7, { ...min, required: null }, "no target"],
] as const)("compares %d with %j: %s", (value, target, result) => {
  expect(compareWithTarget(value, target)).toBe(result);
});
