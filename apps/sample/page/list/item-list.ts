import type { Item } from "../../api/desk-api.ts";
import { element } from "../dom/element.ts";
import { buildRowContent } from "./item-row.ts";
import { refresh } from "../dom/refresh.ts";

/** The list of items. */
export type ItemList = {
  /** Shows these items, the latest first. Rows of items that remain keep the focus. */
  show(
    items: readonly Item[],
    options: { readonly currentId: string | null; readonly linkTo: (id: string) => string },
  ): void;
  /** Moves the focus to an item's row; `false` if it has none. */
  focus(id: string): boolean;
};

/** A row and its item; `null` while it is empty. */
type Row = { readonly root: HTMLElement; readonly link: HTMLAnchorElement; item: Item | null };

/** Builds the list. The arrow keys move the focus from row to row. */
export function buildItemList(list: HTMLElement): ItemList {
  // The rows by item id.
  const rows = new Map<string, Row>();
  const addRow = (id: string): Row => {
    const link = element("a", { class: "item" });
    const row: Row = { root: element("li", {}, [link]), link, item: null };
    rows.set(id, row);
    return row;
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
    show: (items, { currentId, linkTo }) => {
      const ids = new Set(items.map((item) => item.id));
      for (const [id, { root }] of rows) {
        if (ids.has(id)) continue;
        root.remove();
        rows.delete(id);
      }
      for (const [index, item] of items.entries()) {
        const row = rows.get(item.id) ?? addRow(item.id);
        const { root, link } = row;
        link.href = linkTo(item.id);
        if (item.id === currentId) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
        // Most items have not changed: comparing references is enough.
        if (row.item !== item) refresh(link, item, { build: () => buildRowContent(item) });
        row.item = item;
        // Rows that are in place are not moved, because moving a row removes its focus.
        if (list.children[index] !== root) list.insertBefore(root, list.children[index] ?? null);
      }
    },
    focus: (id) => {
      const link = rows.get(id)?.link;
      link?.focus();
      return link !== undefined;
    },
  };
}
