import { type ListFilter, readFilter, writeFilter } from "./list-filter.ts";

/** What the page's address says: which item is open, and which ones are listed. */
export type Route = {
  /** `null`: none is open. */
  readonly itemId: string | null;
  readonly filter: ListFilter;
};

/** Reads the part of the address from `#` on. What it does not know leads to the whole list. */
export function readRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?");
  const [, id] = /^\/items\/([^/]+)$/.exec(path) ?? [];
  return { itemId: id === undefined ? null : decoded(id), filter: readFilter(new URLSearchParams(query)) };
}

/** Writes it, for a link. */
export function writeRoute({ itemId, filter }: Route): string {
  const path = itemId === null ? "#/" : `#/items/${encodeURIComponent(itemId)}`;
  const query = writeFilter(filter);
  return query === "" ? path : `${path}?${query}`;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
