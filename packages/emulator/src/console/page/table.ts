import { element } from "./element.ts";

/** One value of a table: a text, or a text with a meaning that has a colour. */
export type Cell = string | { readonly text: string; readonly mood: "good" | "bad" };

/** A column: its title, what stands in it, and whether it holds numbers. */
export type Column<T> = {
  readonly title: string;
  readonly cell: (row: T) => Cell;
  readonly isNumber?: boolean;
};

/**
 * Shows rows in a place of the page; where there are none, a sentence.
 * A table that would be the same stays as it is, so that text can be selected in it.
 */
export function showTable<T>(
  place: HTMLElement,
  rows: readonly T[],
  options: { readonly columns: readonly Column<T>[]; readonly nothing: string },
): void {
  const { columns, nothing } = options;
  const cells = rows.map((row) => columns.map((column) => column.cell(row)));
  const content = JSON.stringify(cells);
  if (place.dataset["content"] === content) return;
  place.dataset["content"] = content;
  if (rows.length === 0) {
    place.replaceChildren(element("p", { attributes: { class: "faint" } }, [nothing]));
    return;
  }
  const head = columns.map(({ title, isNumber }) =>
    element("th", { attributes: { scope: "col", class: isNumber === true ? "number" : "" } }, [title]),
  );
  const body = cells.map((line) =>
    element(
      "tr",
      {},
      line.map((cell, index) => dataCell(cell, columns[index]?.isNumber === true)),
    ),
  );
  place.replaceChildren(
    element("table", {}, [element("thead", {}, [element("tr", {}, head)]), element("tbody", {}, body)]),
  );
}

function dataCell(cell: Cell, isNumber: boolean): HTMLElement {
  const text = typeof cell === "string" ? cell : cell.text;
  const mood = typeof cell === "string" ? "" : cell.mood;
  return element("td", { attributes: { class: `${isNumber ? "number" : ""} ${mood}`.trim() } }, [text]);
}
