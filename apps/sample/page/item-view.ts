import type { DeskInfo, ItemDetail, ItemFrame } from "../api/desk-api.ts";
import { createClassColors } from "./class-colors.ts";
import { buildDecisionPanel } from "./decision-panel.ts";
import { sendDecision } from "./desk-client.ts";
import { element } from "./element.ts";
import { showFacts } from "./facts-panel.ts";
import { createFrameStore } from "./frame-store.ts";
import { titleOf } from "./harm.ts";
import { type ItemActions, buildHead } from "./item-head.ts";
import { createPlayhead } from "./playhead.ts";
import { buildRawPanel } from "./raw-panel.ts";
import { refresh } from "./refresh.ts";
import { buildScoreList } from "./score-list.ts";
import { shownClasses } from "./shown-classes.ts";
import { buildStage } from "./stage.ts";
import { showNotice } from "./state-notice.ts";
import { buildTextView } from "./text-view.ts";
import { buildTimeline } from "./timeline.ts";
import { createTimelineSeries } from "./timeline-series.ts";
import { showVerdict } from "./verdict-panel.ts";

/** One item, in full. */
export type ItemView = {
  readonly root: HTMLElement;
  /** Its title, for the focus. */
  readonly title: HTMLElement;
  /** Shows what has changed of it. */
  showItem(item: ItemDetail): void;
  /** Shows frames that have come. */
  addFrames(frames: readonly ItemFrame[]): void;
  /** Draws anew in another theme. */
  recolor(): void;
  close(): void;
};

/** Builds it for an item. */
export function buildItemView(
  first: ItemDetail,
  options: ItemActions & {
    readonly desk: DeskInfo;
    readonly resubmit: () => void;
    readonly onDecided: () => void;
    readonly linkToNext: () => string | null;
  },
): ItemView {
  const { desk } = options;
  const { id, source } = first;
  const frames = createFrameStore();
  const series = createTimelineSeries();
  const colors = createClassColors();
  const playhead = createPlayhead();
  let item = first;
  /** The classes that have a line. */
  let names: readonly string[] = [];
  /** Set with the first mask: how much it covers then takes the place of scores. */
  let hasMask = false;
  /** Whether what has changed of the item is seen. */
  let isItemDrawn = false;
  /** The request for the next drawing; `null` while there is none. */
  let drawing: number | null = null;

  const title = element("h2", { tabindex: "-1", id: "item-title" }, [titleOf(first)]);
  const head = buildHead({ cancel: options.cancel, remove: options.remove, home: title });
  const noticePlace = element("div", { class: "notices" });
  const verdictPlace = element("section", { class: "card verdict" });
  const factsPlace = element("section", { class: "card" });
  const scores = buildScoreList({ colors, series, onToggle: () => draw() });
  const timeline = buildTimeline({ series, frames, playhead, colors });
  const decision = buildDecisionPanel({
    linkToNext: options.linkToNext,
    decide: async (words) => {
      await sendDecision(id, words);
      options.onDecided();
    },
  });
  const stage =
    source.kind === "text"
      ? null
      : buildStage(first, source, {
          frames,
          playhead,
          colors,
          onShares: (shares) => shares.size > 0 && scores.showShares(shares),
          onDuration: () => schedule(),
        });
  const text = source.kind === "text" ? buildTextView(source.text, frames) : null;
  const address = source.kind === "url" ? element("p", { class: "address faint" }, [source.url]) : null;
  const root = element("article", { class: "view", "aria-labelledby": "item-title" }, [
    element("header", {}, [title, address, head.root]),
    noticePlace,
    element("div", { class: "columns" }, [
      element("div", { class: "main-column" }, [stage?.root ?? text?.root ?? null, timeline.root]),
      element("div", { class: "side-column" }, [verdictPlace, scores.root, decision.root, factsPlace]),
    ]),
    buildRawPanel(id),
  ]);

  const showScores = (): void => {
    if (hasMask) return;
    const hasTime = series.times.length > 1;
    scores.showFrames(frames.at(playhead.seconds), hasTime ? playhead.seconds : null);
  };
  const drawItem = (): void => {
    isItemDrawn = true;
    refresh(title, titleOf(item), { build: () => [titleOf(item)] });
    const project = desk.projects.find((one) => one.name === item.project) ?? null;
    head.show(item);
    showNotice(noticePlace, item, { project, isLive: desk.isLive, resubmit: options.resubmit, home: title });
    showVerdict(verdictPlace, item, { jump: (seconds) => playhead.move(seconds, "person") });
    showFacts(factsPlace, item);
    decision.show(item);
    stage?.showItem(item);
  };
  const draw = (): void => {
    drawing = null;
    if (!isItemDrawn) drawItem();
    names = shownClasses(series, item, names);
    if (!hasMask) scores.showClasses(names);
    scores.root.hidden = names.length === 0 && !hasMask;
    timeline.root.hidden = series.times.length < 2 && !isMoving(item);
    const known = item.summary?.results.find((result) => result.media !== null)?.media?.durationSeconds;
    timeline.update({
      names: names.filter((name) => !scores.off.has(name)),
      segments: item.segments,
      durationSeconds: known ?? stage?.durationSeconds() ?? null,
    });
    stage?.redraw();
    text?.show(item);
    showScores();
  };
  const schedule = (): void => {
    drawing ??= requestAnimationFrame(draw);
  };
  const showItem = (next: ItemDetail): void => {
    item = next;
    isItemDrawn = false;
    schedule();
  };
  playhead.listen(showScores);
  draw();
  return {
    root,
    title,
    showItem,
    addFrames: (batch) => {
      const fresh = frames.add(batch);
      series.add(fresh);
      hasMask ||= fresh.some((frame) => frame.mask !== null);
      schedule();
    },
    recolor: () => {
      timeline.recolor();
      stage?.redraw({ isRecolored: true });
    },
    close: () => {
      if (drawing !== null) cancelAnimationFrame(drawing);
      timeline.close();
      stage?.close();
    },
  };
}

/** Whether something with a time is expected: its place is kept free, so that nothing jumps when it comes. */
function isMoving({ source }: ItemDetail): boolean {
  return source.kind === "media" && /^video\/|^image\/gif$/.test(source.contentType);
}
