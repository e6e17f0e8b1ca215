import type UPlot from "uplot";
import type { ItemSegment } from "../../api/desk-api.ts";
import { CHART_HEIGHT, createChartOptions } from "./chart-options.ts";
import type { ClassColors } from "../frames/class-colors.ts";
import { element } from "../dom/element.ts";
import type { FrameStore } from "../frames/frame-store.ts";
import type { Playhead } from "../frames/playhead.ts";
import { showSegments } from "./segment-rows.ts";
import { createTimelineData } from "./timeline-data.ts";
import { findKeyTarget } from "./timeline-keys.ts";
import type { TimelineSeries } from "../frames/timeline-series.ts";
import { formatCount, formatSeconds } from "../format/format-values.ts";

/** A chart of scores over time, with the playhead and the segments. */
export type Timeline = {
  readonly root: HTMLElement;
  /** Updates the content and redraws with the next animation frame. */
  update(content: TimelineContent): void;
  /** Redraws in another theme. */
  recolor(): void;
  close(): void;
};

/** The content of the timeline. */
type TimelineContent = {
  /** The classes that have a line. */
  readonly names: readonly string[];
  readonly segments: readonly ItemSegment[];
  /** The duration of the media in seconds; `null` if it is unknown. The timeline then ends with the last frame. */
  readonly durationSeconds: number | null;
};

/** The minimum length of the timeline, in seconds. */
const MIN_SECONDS = 1;

/** Builds a timeline. The chart library is loaded with the first one. */
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
    "aria-label": "Position",
    "aria-valuemin": "0",
  });
  const head = element("div", { class: "playhead" });
  const segmentRows = element("ul", { class: "segments", "aria-label": "Segments" });
  const frameCount = element("p", { class: "faint" });
  const root = element("section", { class: "card timeline", "aria-labelledby": "timeline-title" }, [
    element("div", { class: "row between" }, [
      element("h3", { id: "timeline-title" }, ["Timeline"]),
      frameCount,
    ]),
    chart,
    segmentRows,
  ]);
  let content: TimelineContent = { names: [], segments: [], durationSeconds: null };
  /** The chart library; `null` until it is loaded. */
  let library: typeof UPlot | null = null;
  /** The chart and its classes; `null` until there is something to draw. */
  let plot: { readonly u: UPlot; readonly names: string } | null = null;
  /** The pending animation frame; `null` if there is none. */
  let drawing: number | null = null;
  let isClosed = false;

  const endSeconds = (): number =>
    Math.max(MIN_SECONDS, content.durationSeconds ?? frames.lastSeconds ?? 0, frames.lastSeconds ?? 0);
  const moveHead = (): void => {
    const seconds = Math.min(playhead.seconds, endSeconds());
    chart.setAttribute("aria-valuenow", seconds.toFixed(1));
    chart.setAttribute("aria-valuetext", `${formatSeconds(seconds)} of ${formatSeconds(endSeconds())}`);
    if (plot !== null) head.style.transform = `translateX(${plot.u.valToPos(seconds, "x")}px)`;
  };
  const draw = (): void => {
    drawing = null;
    if (library === null || isClosed || chart.clientWidth === 0) return;
    const data = createTimelineData(series, content.names, endSeconds());
    const names = JSON.stringify(content.names);
    if (plot?.names !== names) {
      plot?.u.destroy();
      const u = new library(
        createChartOptions(content.names, { width: chart.clientWidth, endSeconds, colors, library }),
        data,
        chart,
      );
      u.over.append(head);
      plot = { u, names };
    } else plot.u.setData(data);
    chart.setAttribute("aria-valuemax", endSeconds().toFixed(1));
    const count = formatCount(series.times.length, "frame");
    frameCount.textContent = series.ranked().length > 0 ? count : `${count}, no scores`;
    showSegments(segmentRows, content.segments, {
      endSeconds: endSeconds(),
      colors,
      jump: (seconds) => playhead.move(seconds, "user"),
    });
    segmentRows.hidden = content.segments.length === 0;
    moveHead();
  };
  const schedule = (): void => {
    drawing ??= requestAnimationFrame(draw);
  };
  const recreate = (): void => {
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
    playhead.move(secondsAt(event), "user");
  });
  chart.addEventListener("pointermove", (event) => {
    if (chart.hasPointerCapture(event.pointerId)) playhead.move(secondsAt(event), "user");
  });
  chart.addEventListener("keydown", (event) => {
    const to = findKeyTarget(event.key, { playhead, frames, endSeconds: endSeconds() });
    if (to === null || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    playhead.move(to, "user");
  });
  playhead.listen(moveHead);
  return {
    root,
    update: (next) => {
      content = next;
      schedule();
    },
    recolor: recreate,
    close: () => {
      isClosed = true;
      if (drawing !== null) cancelAnimationFrame(drawing);
      observer.disconnect();
      plot?.u.destroy();
    },
  };
}
