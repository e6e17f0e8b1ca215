import { describe, expect, it } from "vitest";
import { computeMetrics } from "./evaluation-metrics.ts";

type Table = readonly [
  tp: number,
  fp: number,
  fn: number,
  tn: number,
  unknownPositives: number,
  unknownNegatives: number,
  precision: number | null,
  recall: number | null,
  f1: number | null,
];

/**
 * Worked by hand from scikit-learn's definitions: precision = TP / (TP + FP), recall = TP / (TP + FN), F1 = 2 TP / (2 TP
 * + FP + FN), where an unknown positive is one that was not found. Fractions are written as they result.
 */
const TABLES: readonly Table[] = [
  // Balanced: 8 / 10, 8 / 12, 16 / 22.
  [8, 2, 4, 6, 0, 0, 0.8, 8 / 12, 16 / 22],
  // Perfect: 5 / 5, 5 / 5, 10 / 10.
  [5, 0, 0, 5, 0, 0, 1, 1, 1],
  // Always wrong: 0 / 3, 0 / 4, 0 / 7.
  [0, 3, 4, 0, 0, 0, 0, 0, 0],
  // Nothing predicted: 0 / 0, 0 / 4, 0 / 4.
  [0, 0, 4, 6, 0, 0, null, 0, 0],
  // No positives: 0 / 3, 0 / 0, 0 / 3.
  [0, 3, 0, 7, 0, 0, 0, null, 0],
  // Neither predicted nor positive: 0 / 0 everywhere.
  [0, 0, 0, 9, 0, 0, null, null, null],
  // No examples.
  [0, 0, 0, 0, 0, 0, null, null, null],
  // Everything predicted: 3 / 10, 3 / 3, 6 / 13.
  [3, 7, 0, 0, 0, 0, 0.3, 1, 6 / 13],
  // Rare positives: 1 / 100, 1 / 1, 2 / 101.
  [1, 99, 0, 900, 0, 0, 0.01, 1, 2 / 101],
  // All unknown, both truths: 0 / 0, 0 / 6, 0 / 6.
  [0, 0, 0, 0, 6, 4, null, 0, 0],
  // All unknown, only negatives: 0 / 0 everywhere.
  [0, 0, 0, 0, 0, 4, null, null, null],
  // Half of the positives unknown: 5 / 5, 5 / 10, 10 / 15.
  [5, 0, 0, 5, 5, 0, 1, 0.5, 10 / 15],
  // Unknown negatives change nothing: as the first table.
  [8, 2, 4, 6, 0, 50, 0.8, 8 / 12, 16 / 22],
  // An unknown positive counts like a miss: 8 / 10, 8 / (8 + 3 + 1), 16 / 22.
  [8, 2, 3, 6, 1, 0, 0.8, 8 / 12, 16 / 22],
];

describe("computeMetrics", () => {
  it.each(TABLES)(
    "of TP %i, FP %i, FN %i, TN %i, unknown %i + %i is precision %s, recall %s, F1 %s",
    (tp, fp, fn, tn, unknownPositives, unknownNegatives, precision, recall, f1) => {
      const metrics = computeMetrics({
        truePositives: tp,
        falsePositives: fp,
        falseNegatives: fn,
        trueNegatives: tn,
        unknown: unknownPositives + unknownNegatives,
        unknownPositives,
      });
      expect(metrics).toMatchObject({ precision, recall, f1 });
      expect(metrics.precisionInterval === null).toBe(precision === null);
      expect(metrics.recallInterval === null).toBe(recall === null);
    },
  );

  it("has the Wilson intervals of both shares", () => {
    const { precisionInterval, recallInterval } = computeMetrics({
      truePositives: 8,
      falsePositives: 2,
      falseNegatives: 1,
      trueNegatives: 0,
      unknown: 5,
      unknownPositives: 1,
    });
    // 8 of 10 found; 8 of 10 positives.
    expect(precisionInterval?.low).toBeCloseTo(0.490162, 6);
    expect(recallInterval).toEqual(precisionInterval);
  });
});
