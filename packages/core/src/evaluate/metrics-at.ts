import { checkOptions, numberFrom, required } from "../options/check-options.ts";
import { checkCurve } from "./check-result.ts";
import type { EvaluationMetrics } from "./evaluation-metrics.ts";
import type { ThresholdCurve } from "./sweep-threshold.ts";

/**
 * Finds the metrics of a threshold on a curve, for example those of the threshold in use, or of one that was suggested
 * for other examples.
 *
 * @param threshold - Any number of at least 0; no example needs to have this score.
 * @throws HiveConfigError if the threshold is not such a number.
 * @throws HiveInputError if the curve is not one, but for example a promise.
 */
export function metricsAt(curve: ThresholdCurve, threshold: number): EvaluationMetrics {
  checkCurve(curve, "metricsAt");
  checkOptions({ threshold }, { threshold: required(numberFrom(0)) }, "metricsAt");
  const step = curve.steps.find((one) => one.threshold >= threshold);
  if (step === undefined) return curve.above;
  const { threshold: _threshold, ...metrics } = step;
  return metrics;
}
