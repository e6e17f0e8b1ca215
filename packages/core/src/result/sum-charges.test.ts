import { describe, expect, it } from "vitest";
import { sumCharges } from "./sum-charges.ts";

describe("sumCharges", () => {
  it("adds up charges without the errors of binary fractions", () => {
    expect(sumCharges([{ chargeUsd: 0.1 }, { chargeUsd: 0.2 }])).toBe(0.3);
  });

  it("keeps a charge of 0", () => {
    expect(sumCharges([{ chargeUsd: 0 }])).toBe(0);
  });

  it("is null if one of the charges is unknown", () => {
    expect(sumCharges([{ chargeUsd: 0.1 }, { chargeUsd: null }])).toBeNull();
  });

  it("is null without a result", () => {
    expect(sumCharges([])).toBeNull();
  });
});
