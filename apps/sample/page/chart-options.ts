import type UPlot from "uplot";
import { type ClassColors, resolveColor } from "./class-colors.ts";
import { secondsText } from "./words.ts";

/** In pixels of the page; the segments' bars begin and end where the lines do. */
export const CHART_HEIGHT = 148;
const AXIS_WIDTH = 40;
const RIGHT_MARGIN = 14;

/** How the chart of these classes looks, in the theme that is shown. */
export function chartOptions(
  names: readonly string[],
  surroundings: {
    readonly width: number;
    readonly endSeconds: () => number;
    readonly colors: ClassColors;
    readonly library: typeof UPlot;
  },
): UPlot.Options {
  const { width, endSeconds, colors, library } = surroundings;
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
        values: (_, splits) => splits.map((seconds) => secondsText(seconds).replace(/\.0/, "")),
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
