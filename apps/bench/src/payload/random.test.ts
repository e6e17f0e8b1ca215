import { describe, expect, it } from "vitest";
import { randomInteger, createRandom, randomSmallNumber } from "./random.ts";

describe("the seeded generator", () => {
  it("yields fixed numbers for a seed", () => {
    const random = createRandom(1);
    expect([random(), random(), random()]).toEqual([
      0.6270739361847618, 0.5274470447082144, 0.968377897747632,
    ]);
  });

  it("yields numbers below 1 over the full range, which differ by seed", () => {
    const random = createRandom(2);
    const numbers = Array.from({ length: 10_000 }, random);
    expect(Math.max(...numbers)).toBeLessThan(1);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(numbers.reduce((sum, number) => sum + number, 0) / numbers.length).toBeCloseTo(0.5, 1);
    expect(createRandom(3)()).not.toBe(numbers[0]);
  });

  it("yields whole numbers including both limits, and small numbers with an exponent", () => {
    const random = createRandom(4);
    const drawn = new Set(Array.from({ length: 500 }, () => randomInteger(random, 2, 5)));
    expect(drawn).toEqual(new Set([2, 3, 4, 5]));
    const small = Array.from({ length: 500 }, () => String(randomSmallNumber(random)));
    expect(small.some((text) => text.includes("e-"))).toBe(true);
  });
});
