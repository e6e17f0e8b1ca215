import { describe, expect, it } from "vitest";
import { integerBetween, seededRandom, smallNumber } from "./random.ts";

describe("the seeded generator", () => {
  it("gives the numbers that it gave when it was written", () => {
    const random = seededRandom(1);
    expect([random(), random(), random()]).toEqual([
      0.6270739361847618, 0.5274470447082144, 0.968377897747632,
    ]);
  });

  it("stays below 1, fills the whole range, and differs by seed", () => {
    const random = seededRandom(2);
    const numbers = Array.from({ length: 10_000 }, random);
    expect(Math.max(...numbers)).toBeLessThan(1);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(numbers.reduce((sum, number) => sum + number, 0) / numbers.length).toBeCloseTo(0.5, 1);
    expect(seededRandom(3)()).not.toBe(numbers[0]);
  });

  it("draws whole numbers with both ends, and small ones with an exponent", () => {
    const random = seededRandom(4);
    const drawn = new Set(Array.from({ length: 500 }, () => integerBetween(random, 2, 5)));
    expect(drawn).toEqual(new Set([2, 3, 4, 5]));
    const small = Array.from({ length: 500 }, () => String(smallNumber(random)));
    expect(small.some((text) => text.includes("e-"))).toBe(true);
  });
});
