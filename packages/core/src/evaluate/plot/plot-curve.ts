import { checkOptions, numberFrom, oneOf, stringValue } from "../../options/check-options.ts";
import { checkCurve } from "../check-result.ts";
import { metricsAt } from "../metrics-at.ts";
import { cleanText, formatCount, formatInterval, formatPercent } from "../printable.ts";
import type { ThresholdCurve } from "../sweep-threshold.ts";
import { CHART } from "./chart.ts";
import { drawPrecisionRecall } from "./precision-recall-chart.ts";
import type { MarkedThreshold } from "./precision-recall-chart.ts";
import { STYLE } from "./style.ts";
import { element } from "./svg.ts";
import { drawThresholds } from "./threshold-chart.ts";

/** The options of {@link plotCurve}. */
export type PlotOptions = {
  /**
   * The charts: precision over recall, precision and recall over the threshold, or both side by side.
   *
   * @defaultValue "both"
   */
  readonly chart?: "precisionRecall" | "thresholds" | "both" | undefined;
  /** A threshold to mark, for example the suggested one; a number of at least 0. @defaultValue no mark */
  readonly threshold?: number | undefined;
  /** The title. @defaultValue the class */
  readonly title?: string | undefined;
};

const PADDING = 20;
const HEAD_PX = 70;
const GAP = 24;

/**
 * Draws a curve with its 95 % intervals and the share of unknown examples, as the text of an SVG file.
 *
 * The image uses the light or dark colors of the reader's screen, and light colors on paper. It has a title and a
 * description for screen readers, and needs no other file. Equal curves give equal texts. Lines are exact to half a
 * pixel, so that the image stays small for curves of many steps.
 *
 * @throws HiveConfigError if an option is not valid.
 * @throws HiveInputError if the curve is not one, but for example a promise.
 *
 * @example
 * ```ts
 * import { writeFile } from "node:fs/promises";
 * import { plotCurve, sweepThreshold } from "@hivekit/core/evaluate";
 *
 * const curve = await sweepThreshold("yes_smoking", []);
 * await writeFile("yes_smoking.svg", plotCurve(curve, { threshold: 0.9 }));
 * ```
 */
export function plotCurve(curve: ThresholdCurve, options: PlotOptions = {}): string {
  checkCurve(curve, "plotCurve");
  checkOptions<PlotOptions>(
    options,
    {
      chart: oneOf("precisionRecall", "thresholds", "both"),
      threshold: numberFrom(0),
      title: stringValue,
    },
    "plotCurve",
  );
  const { chart = "both", threshold, title = curve.class } = options;
  const mark = threshold === undefined ? null : markThreshold(curve, threshold);
  const charts = [
    ...(chart === "thresholds" ? [] : [drawPrecisionRecall(curve, mark)]),
    ...(chart === "precisionRecall" ? [] : [drawThresholds(curve, mark)]),
  ];
  const width = PADDING * 2 + charts.length * CHART.widthPx + (charts.length - 1) * GAP;
  const height = PADDING * 2 + HEAD_PX + CHART.heightPx;
  const facts = describeCurve(curve);
  const marked = mark === null ? "" : describeMark(curve, mark);
  const name = cleanText(title, 80);
  const { markup } = element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: "hivekit-plot",
      role: "img",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
    },
    element("title", {}, `${name}: precision and recall`),
    element("desc", {}, `${facts}. ${marked}`.trim()),
    element("style", {}, STYLE),
    element("rect", { class: "surface", width, height }),
    element("text", { class: "title", x: PADDING, y: PADDING + 16 }, name),
    element("text", { class: "note", x: PADDING, y: PADDING + 36 }, facts),
    ...(marked === "" ? [] : [element("text", { class: "note", x: PADDING, y: PADDING + 54 }, marked)]),
    ...charts.map((parts, index) => {
      const x = PADDING + index * (CHART.widthPx + GAP);
      return element("g", { transform: `translate(${x} ${PADDING + HEAD_PX})` }, ...parts);
    }),
  );
  return `${markup}\n`;
}

function describeCurve({ count, positives, positive, steps, above }: ThresholdCurve): string {
  const [first = above] = steps;
  const truth = typeof positive === "object" ? `tag ${cleanText(positive.tag, 30)}` : positive;
  const share = count === 0 ? "" : `, ${formatPercent(positives / count)}`;
  return [
    formatCount(count, "example"),
    `${positives} positive (${truth}${share})`,
    `${first.unknown} unknown at every threshold`,
  ].join(", ");
}

function describeMark({ count }: ThresholdCurve, { label, metrics }: MarkedThreshold): string {
  const { precision, precisionInterval, recall, recallInterval, unknown } = metrics;
  const format = (name: string, share: number | null, interval: typeof recallInterval): string =>
    `${name} ${formatPercent(share)} (${formatInterval(interval, formatPercent, " to ")})`;
  const share = count === 0 ? null : unknown / count;
  return `${label[0]?.toUpperCase()}${label.slice(1)}: ${[
    format("precision", precision, precisionInterval),
    format("recall", recall, recallInterval),
    `unknown ${formatPercent(share)}`,
  ].join(", ")}`;
}

function markThreshold(curve: ThresholdCurve, value: number): MarkedThreshold {
  const label = `threshold ${Number(value.toFixed(4))}`;
  return { value, label, metrics: metricsAt(curve, value) };
}
