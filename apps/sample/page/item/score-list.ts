import type { ItemFrame } from "../../api/desk-api.ts";
import type { ClassColors } from "../frames/class-colors.ts";
import { button, element } from "../dom/element.ts";
import { scoresByClass } from "../frames/frame-store.ts";
import { refresh } from "../dom/refresh.ts";
import type { TimelineSeries } from "../frames/timeline-series.ts";
import { formatCount, formatScore, formatSeconds } from "../format/format-values.ts";

/** The list of classes with their scores at the playhead. */
export type ScoreList = {
  readonly root: HTMLElement;
  /** Sets the classes of the list. */
  showClasses(names: readonly string[]): void;
  /** Shows the scores of these frames, and their time if they have one. */
  showFrames(frames: readonly ItemFrame[], seconds: number | null): void;
  /** Shows the share of the picture that each class of a mask covers, 0 to 1. */
  showShares(shares: ReadonlyMap<string, number>): void;
  /** The classes whose lines are switched off. */
  readonly off: ReadonlySet<string>;
};

/** A class that covers less of the picture is not listed. */
const MIN_SHARE = 0.005;

type Row = { readonly bar: HTMLElement; readonly value: HTMLElement };

/** @param options.onToggle - called after a line was switched on or off. */
export function buildScoreList(options: {
  readonly colors: ClassColors;
  readonly series: TimelineSeries;
  readonly onToggle: () => void;
}): ScoreList {
  const { colors, series, onToggle } = options;
  const title = element("h3", {}, ["Scores"]);
  const list = element("ul", { class: "scores" });
  const all = element("details", { class: "all-scores", hidden: true });
  const root = element("section", { class: "card" }, [title, list, all]);
  const rows = new Map<string, Row>();
  const off = new Set<string>();
  let current: readonly ItemFrame[] = [];
  let hasTime = false;

  const buildRow = (name: string): HTMLElement => {
    const bar = element("span", { class: "bar" });
    const value = element("span", { class: "value" });
    rows.set(name, { bar, value });
    const content = [
      element("span", { class: "swatch" }),
      element("span", { class: "score-name" }, [name]),
      value,
      bar,
    ];
    const toggle = (): void => {
      if (!off.delete(name)) off.add(name);
      line.setAttribute("aria-pressed", String(!off.has(name)));
      onToggle();
    };
    const line: HTMLElement = hasTime
      ? button(toggle, { class: "score", "data-key": name, "aria-pressed": String(!off.has(name)) }, content)
      : element("span", { class: "score" }, content);
    line.style.setProperty("--class", colors.of(name));
    return element("li", {}, [line]);
  };
  const setRow = (name: string, score: number | null, text: string): void => {
    const row = rows.get(name);
    if (row === undefined) return;
    row.value.textContent = text;
    row.bar.style.setProperty("--share", String(Math.min(1, score ?? 0)));
  };
  const showAll = (): void => {
    if (!all.open) return;
    const scores = mergeScores(current);
    const body = series
      .ranked()
      .map(({ class: name, peak, scale }) =>
        element("tr", {}, [
          element("th", { scope: "row" }, [name]),
          element("td", {}, [formatOptionalScore(scores.get(name) ?? null, scale)]),
          element("td", {}, [formatScore(peak, scale)]),
        ]),
      );
    const headings = ["Class", "Now", "Peak"].map((word) => element("th", { scope: "col" }, [word]));
    const table = element("table", {}, [
      element("thead", {}, [element("tr", {}, headings)]),
      element("tbody", {}, body),
    ]);
    all.replaceChildren(all.firstElementChild ?? "", table);
  };
  all.addEventListener("toggle", showAll);

  return {
    root,
    off,
    showClasses: (names) => {
      hasTime = series.times.length > 1;
      refresh(list, [names, hasTime], {
        build: () => {
          rows.clear();
          return names.map(buildRow);
        },
      });
      const count = series.ranked().length;
      all.hidden = count <= names.length;
      refresh(all, count, {
        build: () => [element("summary", {}, [`All ${formatCount(count, "class", "classes")}`])],
      });
    },
    showFrames: (frames, seconds) => {
      current = frames;
      title.textContent = seconds === null ? "Scores" : `Scores at ${formatSeconds(seconds)}`;
      const scores = mergeScores(frames);
      const peaks = new Map(series.ranked().map((one) => [one.class, one]));
      for (const name of rows.keys()) {
        const scale = peaks.get(name)?.scale ?? "probability";
        const score = scores.get(name) ?? null;
        setRow(
          name,
          score === null || scale === "probability" ? score : score / 3,
          formatOptionalScore(score, scale),
        );
      }
      showAll();
    },
    showShares: (shares) => {
      const names = [...shares]
        .filter(([, share]) => share >= MIN_SHARE)
        .toSorted(([, one], [, other]) => other - one)
        .map(([name]) => name);
      title.textContent = "Mask coverage";
      refresh(list, [names], {
        build: () => {
          rows.clear();
          return names.map(buildRow);
        },
      });
      for (const [name, share] of shares) setRow(name, share, `${Math.round(share * 100)}%`);
    },
  };
}

function mergeScores(frames: readonly ItemFrame[]): ReadonlyMap<string, number> {
  const merged = new Map<string, number>();
  for (const frame of frames)
    for (const [name, score] of scoresByClass(frame))
      merged.set(name, Math.max(score, merged.get(name) ?? 0));
  return merged;
}

function formatOptionalScore(score: number | null, scale: ItemFrame["scale"]): string {
  return score === null ? "–" : formatScore(score, scale);
}
