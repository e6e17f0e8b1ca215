import { element } from "./svg.ts";
import type { Svg } from "./svg.ts";

/** The size of a chart with its labels, and of the area inside its axes, in pixels. */
export const CHART = { widthPx: 464, heightPx: 404, left: 62, top: 72, areaWidthPx: 380, areaHeightPx: 284 };

const { left, top, areaWidthPx, areaHeightPx } = CHART;
const bottom = top + areaHeightPx;
const right = left + areaWidthPx;
const SHARES = [0, 0.2, 0.4, 0.6, 0.8, 1];

/** An entry of a legend: the class of the line or area in the style sheet. */
export type LegendEntry = { readonly style: string; readonly isArea?: true; readonly label: string };

/** Converts a share to a height in the chart. */
export function toY(share: number): number {
  return bottom - share * areaHeightPx;
}

/** Converts a value to a position in the chart. @param max - The value at the right end. */
export function toX(value: number, max = 1): number {
  return left + (value / max) * areaWidthPx;
}

/** Draws the title, the legend, the grid and the axes of a chart. */
export function drawAxes(of: {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** The values on the horizontal axis, from 0, and how to show them. */
  readonly xTicks: readonly { readonly value: number; readonly label: string }[];
  readonly legend: readonly LegendEntry[];
}): readonly Svg[] {
  const max = of.xTicks.at(-1)?.value ?? 1;
  const yTicks = SHARES.flatMap((share) => {
    const y = toY(share);
    return [
      element("path", { class: "grid", d: `M${left} ${y}H${right}` }),
      element("text", { class: "tick end", x: left - 8, y: y + 4 }, `${Math.round(share * 100)} %`),
    ];
  });
  const xTicks = of.xTicks.flatMap(({ value, label }) => {
    const x = toX(value, max);
    return [
      element("path", { class: "grid", d: `M${x} ${top}V${bottom}` }),
      element("text", { class: "tick middle", x, y: bottom + 18 }, label),
    ];
  });
  const middleY = (top + bottom) / 2;
  return [
    element("text", { class: "heading", x: left, y: 14 }, of.title),
    ...drawLegend(of.legend),
    ...yTicks,
    ...xTicks,
    element("path", { class: "axis", d: `M${left} ${top}V${bottom}H${right}` }),
    element("text", { class: "label middle", x: (left + right) / 2, y: bottom + 40 }, of.xLabel),
    element(
      "text",
      { class: "label middle", x: 12, y: middleY, transform: `rotate(-90 12 ${middleY})` },
      of.yLabel,
    ),
  ];
}

/** Draws a sentence in the middle of an empty chart. */
export function drawNote(note: string): Svg {
  return element("text", { class: "label middle", x: (left + right) / 2, y: (top + bottom) / 2 }, note);
}

/** Draws entries side by side. Fonts differ, so each gets a little more space than it needs. */
function drawLegend(legend: readonly LegendEntry[]): readonly Svg[] {
  let x = left;
  return legend.flatMap(({ style, isArea, label }) => {
    const sample =
      isArea === true
        ? element("rect", { class: style, x, y: 29, width: 22, height: 10 })
        : element("path", { class: style, d: `M${x} 34h22` });
    const text = element("text", { class: "tick", x: x + 28, y: 38 }, label);
    x += 28 + label.length * 6.3 + 16;
    return [sample, text];
  });
}
