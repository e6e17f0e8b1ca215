import type { ItemDetail } from "../../api/desk-api.ts";
import { button, element } from "../dom/element.ts";
import type { FrameStore } from "../frames/frame-store.ts";
import { icon } from "../dom/icons.ts";
import { markText } from "./text-marks.ts";
import { refresh } from "../dom/refresh.ts";
import { describeHarm, mayBeHarmful } from "../format/item-labels.ts";

/** Shows text with its levels and hits. */
export type TextView = {
  readonly root: HTMLElement;
  /** Updates the view after the item or its frames have changed. */
  show(item: ItemDetail): void;
};

/** Builds the view. Text that may be harmful is not part of the page until the reviewer asks for it. */
export function buildTextView(text: string, frames: FrameStore): TextView {
  /** The reviewer's choice; `null` if the decision determines whether the text is shown. */
  let isShown: boolean | null = null;
  let item: ItemDetail | null = null;
  const reason = element("small", {});
  const veil = button(() => reveal(true), { class: "veil" }, [
    icon("hide"),
    element("strong", {}, ["Show text"]),
    reason,
  ]);
  const hide = button(() => reveal(false), { class: "quiet" }, [icon("hide"), "Hide text"]);
  const content = element("p", { class: "text" });
  const legend = element("ul", { class: "legend", "aria-label": "Marks" }, [
    ...[1, 2, 3].map((level) =>
      element("li", {}, [element("mark", { class: `level-${level}` }, [`Level ${level}`])]),
    ),
    element("li", {}, [element("span", { class: "hit" }, ["Hit"])]),
  ]);
  const shown = element("div", { class: "text-shown" }, [
    content,
    element("div", { class: "stage-bar" }, [legend, hide]),
  ]);
  const root = element("section", { class: "stage text-stage", "aria-label": "Text" }, [veil, shown]);

  const show = (next: ItemDetail): void => {
    item = next;
    const isHidden = !(isShown ?? !mayBeHarmful(next));
    veil.hidden = !isHidden;
    shown.hidden = isHidden;
    reason.textContent = describeHarm(next);
    const info = next.summary?.results.find((result) => result.text !== null)?.text ?? null;
    const textHits = [info?.filters, info?.pii, info?.urls].flatMap((list) => list ?? []);
    const marks = isHidden ? [] : markText(text.length, frames.all, textHits);
    refresh(content, marks, {
      build: () =>
        marks.map(({ start, end, level, classes, hits }) => {
          const part = text.slice(start, end);
          if (level === 0 && hits.length === 0) return part;
          const title = [...classes.map((name) => `${name}: level ${level}`), ...hits].join(", ");
          const mark = element(level > 0 ? "mark" : "span", { class: `level-${level}`, title }, [part]);
          if (hits.length > 0) mark.classList.add("hit");
          return mark;
        }),
    });
  };
  const reveal = (next: boolean): void => {
    isShown = next;
    if (item !== null) show(item);
    (next ? hide : veil).focus({ preventScroll: true });
  };
  return { root, show };
}
