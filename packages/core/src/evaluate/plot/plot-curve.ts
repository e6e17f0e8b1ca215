import { checkOptions, nonEmptyString, numberFrom, oneOf } from "../../options/check-options.ts";
import { checkCurve } from "../check-result.ts";
import { divide } from "../evaluation-metrics.ts";
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
const GAP = 24;
const NOTE_PX = 18;
/** The width of a character; a little more than in most fonts, because fonts differ. */
const NOTE_CHARACTER_PX = 6.5;
const TITLE_CHARACTER_PX = 10.5;

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
      title: nonEmptyString,
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
  const facts = describeCurve(curve);
  const marked = mark === null ? [] : describeMark(curve, mark);
  const notes = [...joinLines(facts, width), ...joinLines(marked, width)];
  const headPx = 34 + NOTE_PX * Math.max(notes.length, 2);
  const height = PADDING * 2 + headPx + CHART.heightPx;
  const name = cleanText(title, Math.floor((width - 2 * PADDING) / TITLE_CHARACTER_PX));
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
    element("desc", {}, `${facts.join(", ")}. ${marked.join(", ")}`.trim()),
    element("style", {}, STYLE),
    element("rect", { class: "surface", width, height }),
    element("text", { class: "title", x: PADDING, y: PADDING + 16 }, name),
    ...notes.map((note, index) =>
      element("text", { class: "note", x: PADDING, y: PADDING + 36 + index * NOTE_PX }, note),
    ),
    ...charts.map((parts, index) => {
      const x = PADDING + index * (CHART.widthPx + GAP);
      return element("g", { transform: `translate(${x} ${PADDING + headPx})` }, ...parts);
    }),
  );
  return `${markup}\n`;
}

function describeCurve({ count, positives, positive, steps, above }: ThresholdCurve): readonly string[] {
  const [first = above] = steps;
  const truth = typeof positive === "object" ? `tag ${cleanText(positive.tag, 30)}` : positive;
  const share = count === 0 ? "" : `, ${formatPercent(positives / count)}`;
  return [
    formatCount(count, "example"),
    `${positives} positive (${truth}${share})`,
    `${first.unknown} unknown at every threshold`,
  ];
}

function describeMark({ count }: ThresholdCurve, { label, metrics }: MarkedThreshold): readonly string[] {
  const { precision, precisionInterval, recall, recallInterval, unknown } = metrics;
  const format = (name: string, share: number | null, interval: typeof recallInterval): string =>
    `${name} ${formatPercent(share)} (${formatInterval(interval, formatPercent, " to ")})`;
  return [
    `${label[0]?.toUpperCase()}${label.slice(1)}: ${format("precision", precision, precisionInterval)}`,
    format("recall", recall, recallInterval),
    `unknown ${formatPercent(divide(unknown, count))}`,
  ];
}

/** Joins the parts of a sentence with commas, in as many lines as the width requires. */
function joinLines(parts: readonly string[], widthPx: number): readonly string[] {
  const maxCharacters = (widthPx - 2 * PADDING) / NOTE_CHARACTER_PX;
  const lines: string[] = [];
  for (const part of parts) {
    const longer = `${lines.at(-1)}, ${part}`;
    if (lines.length > 0 && longer.length <= maxCharacters) lines.splice(-1, 1, longer);
    else lines.push(part);
  }
  return lines;
}

function markThreshold(curve: ThresholdCurve, value: number): MarkedThreshold {
  return { value, label: `threshold ${formatThreshold(value)}`, metrics: metricsAt(curve, value) };
}

/** Shortens a threshold. Only a whole number looks like one: 0.99996 is not 1. */
function formatThreshold(value: number): string {
  const short = [4, 6, 8].map((decimals) => Number(value.toFixed(decimals)));
  return String(short.find((one) => one === value || !Number.isInteger(one)) ?? value);
}
