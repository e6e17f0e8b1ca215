import { describe, expect, it } from "vitest";
import { examplesOf } from "../../test/policy-examples.ts";
import { suggestThreshold } from "./suggest-threshold.ts";
import { sweepThreshold } from "./sweep-threshold.ts";

/**
 * Positive: 0.9, 0.8, 0.6, 0.3. Negative: 0.7, 0.4, 0.2, 0.1.
 *
 * | threshold | TP | FP | precision | recall |
 * |---|---|---|---|---|
 * | 0.1 | 4 | 4 | 4/8 | 1 |
 * | 0.2 | 4 | 3 | 4/7 | 1 |
 * | 0.3 | 4 | 2 | 4/6 | 1 |
 * | 0.4 | 3 | 2 | 3/5 | 3/4 |
 * | 0.6 | 3 | 1 | 3/4 | 3/4 |
 * | 0.7 | 2 | 1 | 2/3 | 2/4 |
 * | 0.8 | 2 | 0 | 1 | 2/4 |
 * | 0.9 | 1 | 0 | 1 | 1/4 |
 */
const curve = await sweepThreshold("yes_smoking", examplesOf([0.9, 0.8, 0.6, 0.3], [0.7, 0.4, 0.2, 0.1]));

const costs = (falsePositive: number, falseNegative: number) => ({ costs: { falsePositive, falseNegative } });

describe("suggestThreshold", () => {
  it.each([
    // The highest recall with at least this precision.
    [{ minPrecision: 1 }, 0.8],
    [{ minPrecision: 0.75 }, 0.6],
    [{ minPrecision: 0.65 }, 0.3],
    // At equal recall 1, the precision of 0.3 is higher than that of 0.1.
    [{ minPrecision: 0.1 }, 0.3],
    // The highest precision with at least this recall.
    [{ minRecall: 1 }, 0.3],
    [{ minRecall: 0.75 }, 0.6],
    [{ minRecall: 0.5 }, 0.8],
    // At equal precision 1, the recall of 0.8 is higher than that of 0.9.
    [{ minRecall: 0.1 }, 0.8],
    // Sums at 0.3: 2 FP; 0.6: 1 FP + 1 FN; 0.8: 2 FN. With equal costs, all are 2: the highest recall is preferred.
    [costs(1, 1), 0.3],
    [costs(1, 5), 0.3],
    [costs(3, 2), 0.8],
    // 0.6: 4 + 3 = 7, 0.3: 8, 0.8: 6.
    [costs(4, 3), 0.8],
  ])("of %j is %f", (goal, threshold) => {
    expect(suggestThreshold(curve, goal)).toMatchObject({ threshold });
  });

  it("has the metrics of the step, the cost, and whether the lower end is enough", () => {
    const found = suggestThreshold(curve, { minPrecision: 0.75 });
    // The interval of 3 of 4 starts at 0.301.
    expect(found).toEqual({
      ...curve.steps.find(({ threshold }) => threshold === 0.6),
      isLowerEndEnough: false,
      cost: null,
    });
    expect(found?.precisionInterval?.low).toBeCloseTo(0.301, 3);
    expect(suggestThreshold(curve, { minPrecision: 0.25 })?.isLowerEndEnough).toBe(true);
    expect(suggestThreshold(curve, { minRecall: 0.5 })?.isLowerEndEnough).toBe(false);
    expect(suggestThreshold(curve, costs(3, 2))).toMatchObject({ cost: 4, isLowerEndEnough: null });
  });

  it("is null if no threshold achieves the goal", async () => {
    const mixed = await sweepThreshold("yes_smoking", examplesOf([0.5, null], [0.9]));
    expect(suggestThreshold(mixed, { minPrecision: 0.51 })).toBeNull();
    expect(suggestThreshold(mixed, { minRecall: 0.51 })).toBeNull();
    for (const examples of [examplesOf([], []), examplesOf([null], [null])]) {
      const empty = await sweepThreshold("yes_smoking", examples);
      for (const goal of [{ minPrecision: 0.01 }, { minRecall: 0.01 }, costs(1, 1)]) {
        expect(suggestThreshold(empty, goal)).toBeNull();
      }
    }
  });

  it("is null without positive examples, for minimums", async () => {
    const harmless = await sweepThreshold("yes_smoking", examplesOf([], [0.2, 0.9]));
    expect(suggestThreshold(harmless, { minPrecision: 0.01 })).toBeNull();
    expect(suggestThreshold(harmless, { minRecall: 0.01 })).toBeNull();
  });

  it("is null for costs if it costs less to find nothing", async () => {
    // At 0.5: 1 FP + 0 FN = 10; above: 0 FP + 1 FN = 9.
    const noise = await sweepThreshold("yes_smoking", examplesOf([0.5], [0.5]));
    expect(suggestThreshold(noise, costs(10, 9))).toBeNull();
    expect(suggestThreshold(noise, costs(9, 10))).toMatchObject({ threshold: 0.5, cost: 9 });
  });

  it("charges unknown examples like wrong ones", async () => {
    // At 0.6, nothing is unknown or wrong except one alarm; at 0.7, the positive is unknown.
    const incomplete = await sweepThreshold("yes_smoking", examplesOf(["0.6+?"], [0.7]));
    expect(suggestThreshold(incomplete, costs(1, 5))).toMatchObject({ threshold: 0.6, cost: 1 });
    // 1 unknown positive and 1 unknown negative cost 5 + 1 at every threshold.
    const unknown = await sweepThreshold("yes_smoking", examplesOf([0.9, null], [null]));
    expect(suggestThreshold(unknown, costs(1, 5))).toMatchObject({ threshold: 0.9, cost: 6 });
  });

  it("works with a curve that was stored as JSON", () => {
    const stored = JSON.parse(JSON.stringify(curve));
    expect(suggestThreshold(stored, { minRecall: 0.75 })).toEqual(
      suggestThreshold(curve, { minRecall: 0.75 }),
    );
  });

  it.each<[unknown, string]>([
    [{}, "options must have exactly one of minPrecision, minRecall and costs"],
    [
      { minPrecision: 0.9, minRecall: 0.9 },
      "options must have exactly one of minPrecision, minRecall and costs",
    ],
    [{ minPrecision: 0 }, "minPrecision must be a number above 0, at most 1, got 0"],
    [{ minRecall: 95 }, "minRecall must be a number above 0, at most 1, got 95"],
    [costs(-1, 1), "costs.falsePositive must be a number of at least 0, got -1"],
    [costs(0, 0), "costs must not both be 0"],
    [{ costs: { falsePositive: 1 } }, "costs.falseNegative is required"],
    [{ maxPrecision: 1 }, "maxPrecision is unknown; use one of minPrecision, minRecall, costs"],
    [null, "options must be a plain object, got null"],
  ])("rejects %j", (goal, problem) => {
    // As an untyped caller does.
    expect(() => Reflect.apply(suggestThreshold, null, [curve, goal])).toThrow(
      `suggestThreshold: ${problem}.`,
    );
  });
});
