import type UPlot from "uplot";
import type { ItemSegment } from "../api/desk-api.ts";
import { type ClassColors, resolveColor } from "./class-colors.ts";
import { element } from "./element.ts";
import type { FrameStore } from "./frame-store.ts";
import type { Playhead } from "./playhead.ts";
import { showSegments } from "./segment-rows.ts";
import { timelineData } from "./timeline-data.ts";
import type { TimelineSeries } from "./timeline-series.ts";
import { countText, secondsText } from "./words.ts";

/** Scores over time, with the moment that is looked at. */
export type Timeline = {
  readonly root: HTMLElement;
  /** Draws what has come, once per picture of the screen. */
  update(content: TimelineContent): void;
  /** Draws anew in another theme. */
  recolor(): void;
  close(): void;
};

/** What is drawn. */
type TimelineContent = {
  /** The classes that have a line. */
  readonly names: readonly string[];
  readonly segments: readonly ItemSegment[];
  /** How long the media lasts, in seconds; `null` if that is not known: the timeline then ends with the last frame. */
  readonly durationSeconds: number | null;
};

/** In pixels of the page; the segments' bars begin and end where the lines do. */
const CHART_HEIGHT = 148;
const AXIS_WIDTH = 40;
const RIGHT_MARGIN = 14;
/** A timeline is at least this long, in seconds. */
const LEAST_SECONDS = 1;

/** Builds it. The library that draws it is loaded with the first one. */
export function buildTimeline(options: {
  readonly series: TimelineSeries;
  readonly frames: FrameStore;
  readonly playhead: Playhead;
  readonly colors: ClassColors;
}): Timeline {
  const { series, frames, playhead, colors } = options;
  const chart = element("div", {
    class: "chart",
    tabindex: "0",
    role: "slider",
    "aria-label": "Moment",
    "aria-valuemin": "0",
  });
  const head = element("div", { class: "playhead" });
  const segmentRows = element("ul", { class: "segments", "aria-label": "Segments" });
  const words = element("p", { class: "faint" });
  const root = element("section", { class: "card timeline", "aria-labelledby": "timeline-title" }, [
    element("div", { class: "row between" }, [element("h3", { id: "timeline-title" }, ["Timeline"]), words]),
    chart,
    segmentRows,
  ]);
  let content: TimelineContent = { names: [], segments: [], durationSeconds: null };
  /** The library, once it is loaded. */
  let library: typeof UPlot | null = null;
  /** The chart, once there is something to draw, and the classes that it was made for. */
  let plot: { readonly u: UPlot; readonly names: string } | null = null;
  /** The request for the next drawing; `null` while there is none. */
  let drawing: number | null = null;
  let isClosed = false;

  const endSeconds = (): number =>
    Math.max(LEAST_SECONDS, content.durationSeconds ?? frames.lastSeconds ?? 0, frames.lastSeconds ?? 0);
  const moveHead = (): void => {
    const seconds = Math.min(playhead.seconds, endSeconds());
    chart.setAttribute("aria-valuenow", seconds.toFixed(1));
    chart.setAttribute("aria-valuetext", `${secondsText(seconds)} of ${secondsText(endSeconds())}`);
    if (plot !== null) head.style.transform = `translateX(${plot.u.valToPos(seconds, "x")}px)`;
  };
  const draw = (): void => {
    drawing = null;
    if (library === null || isClosed || chart.clientWidth === 0) return;
    const data = timelineData(series, content.names, endSeconds());
    const names = JSON.stringify(content.names);
    if (plot?.names !== names) {
      plot?.u.destroy();
      const u = new library(
        optionsOf(content.names, { width: chart.clientWidth, endSeconds, colors, library }),
        data,
        chart,
      );
      u.over.append(head);
      plot = { u, names };
    } else plot.u.setData(data);
    chart.setAttribute("aria-valuemax", endSeconds().toFixed(1));
    words.textContent =
      content.names.length > 0 || series.ranked().length > 0
        ? countText(series.times.length, "moment")
        : `${countText(series.times.length, "moment")}, no scores`;
    showSegments(segmentRows, content.segments, {
      endSeconds: endSeconds(),
      colors,
      jump: (seconds) => playhead.move(seconds, "person"),
    });
    segmentRows.hidden = content.segments.length === 0;
    moveHead();
  };
  const schedule = (): void => {
    drawing ??= requestAnimationFrame(draw);
  };
  const redo = (): void => {
    plot?.u.destroy();
    plot = null;
    schedule();
  };
  const observer = new ResizeObserver(() => {
    if (plot === null) schedule();
    else if (plot.u.width !== chart.clientWidth && chart.clientWidth > 0) {
      plot.u.setSize({ width: chart.clientWidth, height: CHART_HEIGHT });
      moveHead();
    }
  });
  observer.observe(chart);
  void import("uplot").then(({ default: loaded }) => {
    library = loaded;
    schedule();
  });

  const secondsAt = (event: PointerEvent): number => {
    if (plot === null) return playhead.seconds;
    const { left } = plot.u.over.getBoundingClientRect();
    return Math.min(Math.max(0, plot.u.posToVal(event.clientX - left, "x")), endSeconds());
  };
  chart.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    chart.setPointerCapture(event.pointerId);
    playhead.move(secondsAt(event), "person");
  });
  chart.addEventListener("pointermove", (event) => {
    if (chart.hasPointerCapture(event.pointerId)) playhead.move(secondsAt(event), "person");
  });
  chart.addEventListener("keydown", (event) => {
    const to = keyTarget(event.key, { playhead, frames, endSeconds: endSeconds() });
    if (to === null || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    playhead.move(to, "person");
  });
  playhead.listen(moveHead);
  return {
    root,
    update: (next) => {
      content = next;
      schedule();
    },
    recolor: redo,
    close: () => {
      isClosed = true;
      if (drawing !== null) cancelAnimationFrame(drawing);
      observer.disconnect();
      plot?.u.destroy();
    },
  };
}

/** Where a key leads, in seconds; `null` if it is none of the timeline's. */
function keyTarget(
  key: string,
  at: { readonly playhead: Playhead; readonly frames: FrameStore; readonly endSeconds: number },
): number | null {
  const { playhead, frames, endSeconds } = at;
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return frames.timeBeside(playhead.seconds, 1);
    case "ArrowLeft":
    case "ArrowDown":
      return frames.timeBeside(playhead.seconds, -1);
    case "PageUp":
      return Math.min(endSeconds, playhead.seconds + endSeconds / 10);
    case "PageDown":
      return Math.max(0, playhead.seconds - endSeconds / 10);
    case "Home":
      return 0;
    case "End":
      return frames.lastSeconds;
    default:
      return null;
  }
}

function optionsOf(
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
