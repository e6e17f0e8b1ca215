import { describe, expect, it } from "vitest";
import { formatEvaluation } from "./format-evaluation.ts";
import { metricsAt } from "./metrics-at.ts";
import { plotCurve } from "./plot/plot-curve.ts";
import { suggestThreshold } from "./suggest-threshold.ts";

/** As an untyped caller does. */
const call = (f: (...given: never) => unknown, ...given: readonly unknown[]): unknown =>
  Reflect.apply(f, null, given);

describe("a result that is passed on", () => {
  it.each([
    [null, "null"],
    [undefined, "undefined"],
    [{}, "object"],
    [Promise.resolve(), "Promise"],
    [{ class: "yes_smoking", steps: [] }, "object"],
  ])("is rejected unless it is one: %j", (value, type) => {
    const problem = `curve must be the awaited result of sweepThreshold(), got ${type}.`;
    expect(() => call(metricsAt, value, 0.5)).toThrow(`metricsAt: ${problem}`);
    expect(() => call(suggestThreshold, value, { minRecall: 0.5 })).toThrow(`suggestThreshold: ${problem}`);
    expect(() => call(plotCurve, value)).toThrow(`plotCurve: ${problem}`);
    expect(() => call(formatEvaluation, value)).toThrow(
      expect.objectContaining({
        kind: "input",
        message: `formatEvaluation: evaluation must be the awaited result of evaluatePolicy() or evaluateVerdicts(), got ${type}.`,
      }),
    );
  });
});
