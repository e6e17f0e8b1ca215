import type { EvaluationMetrics } from "../evaluation-metrics.ts";
import type { ThresholdCurve } from "../sweep-threshold.ts";
import { formatPercent } from "../printable.ts";
import { CHART, drawAxes, drawNote, toX, toY } from "./chart.ts";
import { drawArea, drawLine, listCorners } from "./step-line.ts";
import { element, formatPx } from "./svg.ts";
import type { Svg } from "./svg.ts";

/** A threshold to mark, as text, and its metrics. */
export type MarkedThreshold = {
  readonly value: number;
  readonly label: string;
  readonly metrics: EvaluationMetrics;
};

const SHARES = [0, 0.2, 0.4, 0.6, 0.8, 1];

/** Draws precision over recall: for each recall, the precision of the highest threshold that reaches it. */
export function drawPrecisionRecall(curve: ThresholdCurve, mark: MarkedThreshold | null): readonly Svg[] {
  const chance = curve.count === 0 ? 0 : curve.positives / curve.count;
  const axes = drawAxes({
    title: "Precision over recall",
    xLabel: "Recall: share of positives found",
    yLabel: "Precision: share of findings that are right",
    xTicks: SHARES.map((value) => ({ value, label: `${Math.round(value * 100)} %` })),
    legend: [
      { style: "precision", label: "precision" },
      { style: "precision-band", isArea: true, label: "95 % interval" },
      { style: "chance", label: `everything found (${formatPercent(chance)})` },
    ],
  });
  if (curve.steps.length === 0) return [...axes, drawNote("No example has a score.")];
  if (curve.positives === 0) return [...axes, drawNote("No example is positive.")];
  // By ascending recall.
  const steps = curve.steps.toReversed();
  const cornersOf = (read: (metrics: EvaluationMetrics) => number | undefined | null) =>
    listCorners(
      steps.map((step) => ({ x: toX(step.recall ?? 0), y: toY(read(step) ?? 0) })),
      toX(0),
    );
  const high = cornersOf(({ precisionInterval }) => precisionInterval?.high);
  const low = cornersOf(({ precisionInterval }) => precisionInterval?.low);
  return [
    ...axes,
    element("path", { class: "precision-band", d: drawArea(high, low) }),
    element("path", { class: "chance", d: `M${toX(0)} ${formatPx(toY(chance))}H${toX(1)}` }),
    element("path", { class: "precision", d: drawLine(cornersOf(({ precision }) => precision)) }),
    ...(mark === null ? [] : drawMark(mark)),
  ];
}

/** Draws a point with the intervals of both metrics, and a label below and to the left, where the curve is not. */
function drawMark({ label, metrics }: MarkedThreshold): readonly Svg[] {
  const { precision, recall, precisionInterval, recallInterval } = metrics;
  if (precision === null || recall === null || precisionInterval === null || recallInterval === null)
    return [];
  const [x, y] = [toX(recall), toY(precision)];
  const acrossX = `M${formatPx(toX(recallInterval.low))} ${formatPx(y)}H${formatPx(toX(recallInterval.high))}`;
  const acrossY = `M${formatPx(x)} ${formatPx(toY(precisionInterval.low))}V${formatPx(toY(precisionInterval.high))}`;
  const isLeft = recall < 0.4;
  const isLow = y + 24 > CHART.top + CHART.areaHeightPx;
  return [
    element("path", { class: "whisker", d: acrossX + acrossY }),
    element("circle", { class: "dot", cx: x, cy: y, r: 4.5 }),
    element(
      "text",
      { class: `halo${isLeft ? "" : " end"}`, x: isLeft ? x + 10 : x - 10, y: isLow ? y - 10 : y + 20 },
      label,
    ),
  ];
}
