import type { Item } from "../api/desk-api.ts";
import { element } from "./element.ts";
import { rowContent } from "./item-row.ts";
import { refresh } from "./refresh.ts";

/** The list of items. */
export type ItemList = {
  /** Shows these items, the latest first. Lines of items that stay keep the focus. */
  show(
    items: readonly Item[],
    options: { readonly currentId: string | null; readonly linkOf: (id: string) => string },
  ): void;
  /** Moves the focus to an item's line; `false` if it has none. */
  focus(id: string): boolean;
};

/** A line, with the item that it shows; `null` while it is empty. */
type Line = { readonly line: HTMLElement; readonly link: HTMLAnchorElement; item: Item | null };

/** Builds the list; the arrow keys go from line to line while it has the focus. */
export function buildItemList(list: HTMLElement): ItemList {
  // The line of each item that is shown.
  const lines = new Map<string, Line>();
  const lineOf = (id: string): Line => {
    const link = element("a", { class: "item" });
    const made: Line = { line: element("li", {}, [link]), link, item: null };
    lines.set(id, made);
    return made;
  };
  list.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const links = [...list.querySelectorAll("a")];
    const next = links[links.findIndex((link) => link === document.activeElement) + step];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  });
  return {
    show: (items, { currentId, linkOf }) => {
      const ids = new Set(items.map((item) => item.id));
      for (const [id, { line }] of lines) {
        if (ids.has(id)) continue;
        line.remove();
        lines.delete(id);
      }
      for (const [place, item] of items.entries()) {
        const shown = lines.get(item.id) ?? lineOf(item.id);
        const { line, link } = shown;
        link.href = linkOf(item.id);
        if (item.id === currentId) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
        // One has changed, and a thousand have not: those are not even compared.
        if (shown.item !== item) refresh(link, item, { build: () => rowContent(item) });
        shown.item = item;
        // Only what is not in its place is moved: moving takes the focus away.
        if (list.children[place] !== line) list.insertBefore(line, list.children[place] ?? null);
      }
    },
    focus: (id) => {
      const link = lines.get(id)?.link;
      link?.focus();
      return link !== undefined;
    },
  };
}
