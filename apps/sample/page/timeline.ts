import type UPlot from "uplot";
import type { ItemSegment } from "../api/desk-api.ts";
import { CHART_HEIGHT, chartOptions } from "./chart-options.ts";
import type { ClassColors } from "./class-colors.ts";
import { element } from "./element.ts";
import type { FrameStore } from "./frame-store.ts";
import type { Playhead } from "./playhead.ts";
import { showSegments } from "./segment-rows.ts";
import { timelineData } from "./timeline-data.ts";
import { keyTarget } from "./timeline-keys.ts";
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
        chartOptions(content.names, { width: chart.clientWidth, endSeconds, colors, library }),
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
