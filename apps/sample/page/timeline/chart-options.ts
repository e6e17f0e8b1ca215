import type UPlot from "uplot";
import { type ClassColors, resolveColor } from "../frames/class-colors.ts";
import { formatSeconds } from "../format/format-values.ts";

/** In pixels of the page. The bars of the segments are aligned with the lines. */
export const CHART_HEIGHT = 148;
const AXIS_WIDTH = 40;
const RIGHT_MARGIN = 14;

/** Creates the options of a chart with a line for each class, in the current theme. */
export function createChartOptions(
  names: readonly string[],
  options: {
    readonly width: number;
    readonly endSeconds: () => number;
    readonly colors: ClassColors;
    readonly library: typeof UPlot;
  },
): UPlot.Options {
  const { width, endSeconds, colors, library } = options;
  const css = (color: string): string => `rgb(${resolveColor(color).join(" ")})`;
  const [ink, line] = [css("var(--faint)"), css("var(--line)")];
  const stepped = library.paths.stepped?.({ align: 1 });
  const axis = {
    stroke: ink,
    grid: { stroke: line, width: 1 },
    ticks: { show: false },
    font: "11px system-ui, sans-serif",
  };
  return {
    width,
    height: CHART_HEIGHT,
    padding: [8, RIGHT_MARGIN, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: { x: { time: false, range: () => [0, endSeconds()] }, y: { range: () => [0, 1.03] } },
    axes: [
      {
        ...axis,
        size: 26,
        gap: 4,
        values: (_, splits) => splits.map((seconds) => formatSeconds(seconds).replace(/\.0/, "")),
      },
      {
        ...axis,
        size: AXIS_WIDTH,
        gap: 6,
        splits: () => [0, 0.25, 0.5, 0.75, 1],
        values: (_, splits) => splits.map((score) => (score % 0.5 === 0 ? score.toFixed(1) : "")),
      },
    ],
    series: [
      {},
      ...names.map((name) => ({
        stroke: css(colors.of(name)),
        fill: `rgb(${resolveColor(colors.of(name)).join(" ")} / 12%)`,
        width: 2,
        points: { show: false },
        ...(stepped === undefined ? {} : { paths: stepped }),
      })),
    ],
  };
}
