import { describe, expect, it } from "vitest";
import { examplesOf } from "../../test/policy-examples.ts";
import { metricsAt } from "./metrics-at.ts";
import { sweepThreshold } from "./sweep-threshold.ts";

const curve = await sweepThreshold("yes_smoking", examplesOf([0.9, 0.5], [0.5]));

describe("metricsAt", () => {
  it("finds the metrics of a threshold between two scores, at a score, and above all", () => {
    expect(metricsAt(curve, 0)).toMatchObject({ truePositives: 2, falsePositives: 1 });
    expect(metricsAt(curve, 0.5)).toMatchObject({ truePositives: 2, falsePositives: 1 });
    expect(metricsAt(curve, 0.50001)).toMatchObject({
      truePositives: 1,
      falsePositives: 0,
      precision: 1,
      recall: 0.5,
    });
    expect(metricsAt(curve, 0.9)).toEqual(metricsAt(curve, 0.7));
    expect(metricsAt(curve, 1)).toEqual(curve.above);
    expect(metricsAt(curve, 0.7)).not.toHaveProperty("threshold");
  });

  it("rejects what is not a threshold", () => {
    expect(() => metricsAt(curve, Number.NaN)).toThrow(
      "metricsAt: threshold must be a number of at least 0, got NaN.",
    );
  });
});
