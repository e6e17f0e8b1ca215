export { evaluatePolicy } from "./evaluate/evaluate-policy.ts";
export { evaluateVerdicts } from "./evaluate/evaluate-verdicts.ts";
export type { DecisionMatrix, Disagreement, Evaluation } from "./evaluate/evaluation.ts";
export type { EvaluationMetrics, OutcomeCounts } from "./evaluate/evaluation-metrics.ts";
export { formatEvaluation } from "./evaluate/format-evaluation.ts";
export { metricsAt } from "./evaluate/metrics-at.ts";
export { plotCurve } from "./evaluate/plot/plot-curve.ts";
export type { PlotOptions } from "./evaluate/plot/plot-curve.ts";
export type {
  ExampleTruth,
  PolicyExample,
  PolicyExamples,
  TruthDecision,
} from "./evaluate/policy-example.ts";
export { suggestThreshold } from "./evaluate/suggest-threshold.ts";
export type { ThresholdGoal, ThresholdSuggestion } from "./evaluate/suggest-threshold.ts";
export { sweepThreshold } from "./evaluate/sweep-threshold.ts";
export type {
  PositiveTruth,
  SweepOptions,
  ThresholdCurve,
  ThresholdStep,
} from "./evaluate/sweep-threshold.ts";
export { wilsonInterval } from "./evaluate/wilson-interval.ts";
export type { ConfidenceInterval } from "./evaluate/wilson-interval.ts";
export type { MeasuredVerdict, VerdictExample, VerdictExamples } from "./evaluate/verdict-example.ts";
export type { EvaluateOptions } from "./evaluate/verdict-tally.ts";
