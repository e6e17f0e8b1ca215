import { divide } from "../evaluation-metrics.ts";
import type { EvaluationMetrics } from "../evaluation-metrics.ts";
import type { ThresholdCurve } from "../sweep-threshold.ts";
import { CHART, drawAxes, drawNote, toX, toY } from "./chart.ts";
import type { MarkedThreshold } from "./precision-recall-chart.ts";
import { drawArea, drawLine, listCorners } from "./step-line.ts";
import type { Point } from "./step-line.ts";
import { element, formatPx } from "./svg.ts";
import type { Svg } from "./svg.ts";

const SCALES = {
  probability: { label: "Threshold: probability", values: [0, 0.2, 0.4, 0.6, 0.8, 1] },
  level: { label: "Threshold: level", values: [0, 1, 2, 3] },
} as const;

/** Draws precision, recall and the share of unknown examples over the threshold. */
export function drawThresholds(curve: ThresholdCurve, mark: MarkedThreshold | null): readonly Svg[] {
  const { label, values } = SCALES[curve.scale];
  const max = values.at(-1) ?? 1;
  const axes = drawAxes({
    title: "Precision and recall over the threshold",
    xLabel: label,
    yLabel: "Share",
    xTicks: values.map((value) => ({ value, label: String(value) })),
    legend: [
      { style: "precision", label: "precision" },
      { style: "recall", label: "recall" },
      { style: "precision-band", isArea: true, label: "95 % intervals" },
      { style: "unknown-area", isArea: true, label: "unknown" },
    ],
  });
  if (curve.count === 0) return [...axes, drawNote("No examples.")];
  const lineOf = (read: (metrics: EvaluationMetrics) => number | null | undefined): readonly Point[] => {
    const end = { threshold: max, ...curve.above };
    const known = [...curve.steps, end].flatMap((step) => {
      const share = read(step) ?? null;
      return share === null ? [] : [{ x: toX(step.threshold, max), y: toY(share) }];
    });
    return listCorners(known, toX(0));
  };
  const bandOf = (metric: "precisionInterval" | "recallInterval"): string =>
    drawArea(
      lineOf((metrics) => metrics[metric]?.high),
      lineOf((metrics) => metrics[metric]?.low),
    );
  const unknown = lineOf((metrics) => divide(metrics.unknown, curve.count));
  const ground = [toX(0), toX(max, max)].map((x) => ({ x, y: toY(0) }));
  const drawn = [
    element("path", { class: "unknown-area", d: drawArea(unknown, ground) }),
    element("path", { class: "recall-band", d: bandOf("recallInterval") }),
    element("path", { class: "precision-band", d: bandOf("precisionInterval") }),
    element("path", { class: "recall", d: drawLine(lineOf(({ recall }) => recall)) }),
    element("path", { class: "precision", d: drawLine(lineOf(({ precision }) => precision)) }),
  ];
  const note = curve.steps.length === 0 ? [drawNote("No example has a score.")] : [];
  return [...axes, ...drawn, ...note, ...(mark === null ? [] : drawMark(mark, max))];
}

/** Draws a vertical line, with a label above the chart, where nothing else is. */
function drawMark({ value, label }: MarkedThreshold, max: number): readonly Svg[] {
  const x = Math.min(toX(value, max), toX(max, max));
  const isRight = value > max * 0.75;
  const { top, areaHeightPx } = CHART;
  return [
    element("path", { class: "mark", d: `M${formatPx(x)} ${top - 6}V${top + areaHeightPx}` }),
    element(
      "text",
      { class: isRight ? "end" : "middle", x: isRight ? x + 4 : Math.max(x, 96), y: top - 10 },
      label,
    ),
  ];
}
