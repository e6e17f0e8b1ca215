import fc from "fast-check";
import { expect, it } from "vitest";
import { PositionSet } from "./position-set.ts";

it("behaves like a sorted set of numbers (1 000 cases)", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 1000 })), (positions) => {
      const set = new PositionSet();
      for (const position of positions) set.add(position);
      expect([...set]).toEqual(positions.toSorted((one, other) => one - other));
      expect(set.count).toBe(positions.length);
      for (let position = 0; position < 1100; position += 7) {
        expect(set.has(position)).toBe(positions.includes(position));
      }
    }),
    { numRuns: 1000 },
  );
});
