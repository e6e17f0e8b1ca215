import { describe, expect, it } from "vitest";
import { wilsonInterval } from "./wilson-interval.ts";

describe("wilsonInterval", () => {
  it.each([
    // By hand, with z² = 3.841459: the ends are 0 and z² / (n + z²) = 3.841459 / 13.841459.
    [0, 10, 0, 0.277533],
    // n / (n + z²) = 10 / 13.841459, and 1.
    [10, 10, 0.722467, 1],
    // Center (0.8 + 0.192073) / 1.384146 = 0.716740; margin 1.959964 / 1.384146 · √(0.016 + 0.009604) = 0.226578.
    [8, 10, 0.490162, 0.943318],
    // Center 1/2; margin 1.959964 / 2.920730 · √(0.125 + 3.841459 / 16) = 0.405469.
    [1, 2, 0.094531, 0.905469],
    // 1 / (1 + z²) = 1 / 4.841459.
    [1, 1, 0.206549, 1],
    // Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table 1, method 3.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("of %i of %i is %f to %f", (successes, total, low, high) => {
    const interval = wilsonInterval(successes, total);
    const decimals = String(high).length > 6 || String(low).length > 6 ? 6 : 4;
    expect(interval?.low).toBeCloseTo(low, decimals);
    expect(interval?.high).toBeCloseTo(high, decimals);
  });

  it("reaches 0 and 1 exactly, and never exceeds them", () => {
    for (let total = 1; total <= 200; total++) {
      expect(wilsonInterval(0, total)?.low).toBe(0);
      expect(wilsonInterval(total, total)?.high).toBe(1);
      for (let successes = 0; successes <= total; successes++) {
        const { low = -1, high = 2 } = wilsonInterval(successes, total) ?? {};
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(successes / total);
        expect(high).toBeGreaterThanOrEqual(successes / total);
      }
    }
  });

  it("is null without observations", () => {
    expect(wilsonInterval(0, 0)).toBeNull();
  });

  it.each([
    [-1, 10, "successes must be a whole number from 0 to 10, got -1"],
    [11, 10, "successes must be a whole number from 0 to 10, got 11"],
    [1, 2.5, "total must be a whole number of at least 0, got 2.5"],
    [1, Number.NaN, "total must be a whole number of at least 0, got NaN"],
  ])("rejects %f of %f", (successes, total, message) => {
    expect(() => wilsonInterval(successes, total)).toThrow(`wilsonInterval: ${message}.`);
  });
});
