import fc from "fast-check";
import { expect, it } from "vitest";
import { MAX_USD, toUnits, toUsd, UNITS_PER_USD } from "./money.ts";

it("converts every amount of whole units exactly", () => {
  fc.assert(
    fc.property(fc.integer({ min: -MAX_USD * UNITS_PER_USD, max: MAX_USD * UNITS_PER_USD }), (units) => {
      expect(toUnits(toUsd(units))).toBe(units + 0);
    }),
  );
});

it.each([
  [0, 0],
  [-0, 0],
  [0.003, 30_000],
  // As a floating-point number, 0.018000000000000002 · 10 000 000 is more than 180 000.
  [0.018000000000000002, 180_000],
  [0.1 + 0.2, 3_000_000],
  [0.00000001, 1],
  [0.00000015, 2],
])("rounds %d dollars up to %d units", (usd, units) => {
  expect(toUnits(usd)).toBe(units);
});
