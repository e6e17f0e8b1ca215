import type { ItemDetail } from "../api/desk-api.ts";
import { button, element } from "./element.ts";
import type { FrameStore } from "./frame-store.ts";
import { harmWords, mayBeHarmful } from "./harm.ts";
import { icon } from "./icons.ts";
import { markText } from "./text-marks.ts";
import { refresh } from "./refresh.ts";

/** Where a text is read, with what was found marked in it. */
export type TextView = {
  readonly root: HTMLElement;
  /** Shows what has changed: of the item, or of its frames. */
  show(item: ItemDetail): void;
};

/** Builds it. As long as the text may be harmful, it is not there until a person asks for it. */
export function buildTextView(text: string, frames: FrameStore): TextView {
  /** What the person chose; `null` as long as the decision says it. */
  let isShown: boolean | null = null;
  let item: ItemDetail | null = null;
  const words = element("small", {});
  const veil = button(() => reveal(true), { class: "veil" }, [
    icon("hide"),
    element("strong", {}, ["Show the text"]),
    words,
  ]);
  const hide = button(() => reveal(false), { class: "quiet" }, [icon("hide"), "Hide it"]);
  const content = element("p", { class: "text" });
  const legend = element("ul", { class: "legend", "aria-label": "Marks" }, [
    ...[1, 2, 3].map((level) =>
      element("li", {}, [element("mark", { class: `level-${level}` }, [`Level ${level}`])]),
    ),
    element("li", {}, [element("span", { class: "find" }, ["Found in it"])]),
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
    words.textContent = harmWords(next);
    const info = next.summary?.results.find((result) => result.text !== null)?.text ?? null;
    const hits = [info?.filters, info?.pii, info?.urls].flatMap((list) => list ?? []);
    const marks = isHidden ? [] : markText(text.length, frames.all, hits);
    refresh(content, marks, {
      build: () =>
        marks.map(({ start, end, level, classes, finds }) => {
          const part = text.slice(start, end);
          if (level === 0 && finds.length === 0) return part;
          const title = [...classes.map((name) => `${name}: level ${level}`), ...finds].join(", ");
          const mark = element(level > 0 ? "mark" : "span", { class: `level-${level}`, title }, [part]);
          if (finds.length > 0) mark.classList.add("find");
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
