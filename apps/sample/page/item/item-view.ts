import type { DeskInfo, ItemDetail, ItemFrame } from "../../api/desk-api.ts";
import { createClassColors } from "../frames/class-colors.ts";
import { buildDecisionPanel } from "./decision-panel.ts";
import { sendDecision } from "../client/desk-client.ts";
import { element } from "../dom/element.ts";
import { showDetails } from "./details-panel.ts";
import { createFrameStore } from "../frames/frame-store.ts";
import { type ItemActions, buildHead } from "./item-head.ts";
import { createPlayhead } from "../frames/playhead.ts";
import { buildRawPanel } from "./raw-panel.ts";
import { refresh } from "../dom/refresh.ts";
import { buildScoreList } from "./score-list.ts";
import { selectShownClasses } from "../frames/shown-classes.ts";
import { buildStage } from "../media/stage.ts";
import { showNotice } from "./state-notice.ts";
import { buildTextView } from "./text-view.ts";
import { buildTimeline } from "../timeline/timeline.ts";
import { createTimelineSeries } from "../frames/timeline-series.ts";
import { showVerdict } from "./verdict-panel.ts";
import type { PolicyDrafts } from "../policy/policy-drafts.ts";
import { buildPolicyPanel } from "../policy/policy-panel.ts";
import { itemTitle } from "../format/item-labels.ts";

/** The view of an item. */
export type ItemView = {
  readonly root: HTMLElement;
  /** The heading, which can receive the focus. */
  readonly title: HTMLElement;
  /** Updates the item. */
  showItem(item: ItemDetail): void;
  /** Adds frames that have arrived. */
  addFrames(frames: readonly ItemFrame[]): void;
  /** Redraws in another theme. */
  recolor(): void;
  close(): void;
};

/** Builds the view of an item. */
export function buildItemView(
  first: ItemDetail,
  options: ItemActions & {
    readonly desk: DeskInfo;
    readonly drafts: PolicyDrafts;
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
  /** The classes that have a line in the timeline. */
  let names: readonly string[] = [];
  /** Set by the first mask. From then on, mask coverage replaces the scores. */
  let hasMask = false;
  /** Whether the latest update of the item is drawn. */
  let isItemDrawn = false;
  /** The pending animation frame; `null` if there is none. */
  let drawing: number | null = null;

  const title = element("h2", { tabindex: "-1", id: "item-title" }, [itemTitle(first)]);
  const head = buildHead({ cancel: options.cancel, remove: options.remove, home: title });
  const noticePlace = element("div", { class: "notices" });
  const verdictPlace = element("section", { class: "card verdict" });
  const detailsPlace = element("section", { class: "card" });
  const scores = buildScoreList({ colors, series, onToggle: () => draw() });
  const timeline = buildTimeline({ series, frames, playhead, colors });
  const decision = buildDecisionPanel({
    linkToNext: options.linkToNext,
    decide: async (reviewed) => {
      await sendDecision(id, reviewed);
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
  const project = desk.projects.find((one) => one.name === first.project) ?? null;
  // The desk may no longer have the project.
  const isJudged = project?.hasPolicyText ?? first.policyVersion !== null;
  const policy = project?.hasPolicyText === true ? buildPolicyPanel(first, options) : null;
  const text = source.kind === "text" ? buildTextView(source.text, frames) : null;
  const address = source.kind === "url" ? element("p", { class: "address faint" }, [source.url]) : null;
  const root = element("article", { class: "view", "aria-labelledby": "item-title" }, [
    element("header", {}, [title, address, head.root]),
    noticePlace,
    element("div", { class: "columns" }, [
      element("div", { class: "main-column" }, [
        stage?.root ?? text?.root ?? null,
        timeline.root,
        policy?.root ?? null,
      ]),
      element("div", { class: "side-column" }, [verdictPlace, scores.root, decision.root, detailsPlace]),
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
    refresh(title, itemTitle(item), { build: () => [itemTitle(item)] });
    head.show(item);
    showNotice(noticePlace, item, { project, isLive: desk.isLive, resubmit: options.resubmit, home: title });
    showVerdict(verdictPlace, item, {
      jump: (seconds) => playhead.move(seconds, "user"),
      isJudged,
    });
    policy?.show(item);
    showDetails(detailsPlace, item);
    decision.show(item);
    stage?.showItem(item);
  };
  const draw = (): void => {
    drawing = null;
    if (!isItemDrawn) drawItem();
    names = selectShownClasses(series, item, names);
    if (!hasMask) scores.showClasses(names);
    scores.root.hidden = names.length === 0 && !hasMask;
    timeline.root.hidden = series.times.length < 2 && (isJudged || !hasTimeline(item));
    const durationSeconds = item.summary?.results.find((result) => result.media !== null)?.media
      ?.durationSeconds;
    timeline.update({
      names: names.filter((name) => !scores.off.has(name)),
      segments: item.segments,
      durationSeconds: durationSeconds ?? stage?.durationSeconds() ?? null,
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
      policy?.close();
    },
  };
}

/** Whether frames with a time are expected. The timeline's space is reserved, so that the layout does not shift. */
function hasTimeline({ source }: ItemDetail): boolean {
  return source.kind === "media" && /^video\/|^image\/gif$/.test(source.contentType);
}
