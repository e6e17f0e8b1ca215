import { type ItemFilter, readFilter, writeFilter } from "../client/item-filter.ts";

/** The part of the page's URL after `#`: the open item and the list's filter. */
export type Route = {
  /** The open item; `null` if there is none. */
  readonly itemId: string | null;
  readonly filter: ItemFilter;
};

/** Reads the hash of a URL. An unknown path shows the list without an open item. */
export function readRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?");
  const [, id] = /^\/items\/([^/]+)$/.exec(path) ?? [];
  return { itemId: id === undefined ? null : decode(id), filter: readFilter(new URLSearchParams(query)) };
}

/** Writes a route as the hash of a URL. */
export function writeRoute({ itemId, filter }: Route): string {
  const path = itemId === null ? "#/" : `#/items/${encodeURIComponent(itemId)}`;
  const query = writeFilter(filter);
  return query === "" ? path : `${path}?${query}`;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
