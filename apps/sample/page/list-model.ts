import type { Item, ItemPage } from "../api/desk-api.ts";
import { type ListFilter, matchesFilter } from "./list-filter.ts";
import { isUnderWay } from "./words.ts";

/** The part of the desk's list that is shown. */
export type ListModel = {
  /** The latest first. */
  readonly items: readonly Item[];
  /** Where to read on; `null` on the last page. */
  readonly next: string | null;
};

/** Nothing is listed. */
export const EMPTY_LIST: ListModel = { items: [], next: null };

/** A page that was read on; what came in between is not doubled. */
export function withPage(list: ListModel, page: ItemPage): ListModel {
  const known = new Set(list.items.map((item) => item.id));
  return { items: [...list.items, ...page.items.filter((item) => !known.has(item.id))], next: page.next };
}

/**
 * An item has changed: it takes its place, or goes if the filter no longer shows it. One that is listed because of a class stays, as the
 * server knows more classes of it than the strongest. One that is older than what is listed comes with its page.
 */
export function withItem(list: ListModel, item: Item, filter: ListFilter): ListModel {
  const isListed = list.items.some((one) => one.id === item.id);
  const isWanted = matchesFilter(item, isListed ? { ...filter, class: null } : filter);
  if (isListed) {
    const items = list.items.flatMap((one) => (one.id !== item.id ? one : isWanted ? item : []));
    return { ...list, items };
  }
  const oldest = list.items.at(-1);
  const isOnLaterPage = list.next !== null && oldest !== undefined && item.submittedOn < oldest.submittedOn;
  if (!isWanted || isOnLaterPage) return list;
  const items = [...list.items, item].toSorted((one, other) =>
    other.submittedOn.localeCompare(one.submittedOn),
  );
  return { ...list, items };
}

/**
 * Whether only the server knows if an item that has changed belongs to the list: it tells the strongest of its classes alone, and the filter asks
 * for another one. An item that is under way may yet have more classes; it is asked about when it is over.
 */
export function isUnclear(list: ListModel, item: Item, filter: ListFilter): boolean {
  const isListed = list.items.some(({ id }) => id === item.id);
  if (isListed || isUnderWay(item.state) || matchesFilter(item, filter)) return false;
  return matchesFilter(item, { ...filter, class: null });
}

/** The latest items, as the server has found them for the filter: those that were not listed take their places. */
export function withFound(list: ListModel, found: readonly Item[], filter: ListFilter): ListModel {
  const known = new Set(list.items.map(({ id }) => id));
  return found
    .filter(({ id }) => !known.has(id))
    .reduce((before, item) => withItem(before, item, { ...filter, class: null }), list);
}

/** An item is gone. */
export function withoutItem(list: ListModel, id: string): ListModel {
  return { ...list, items: list.items.filter((item) => item.id !== id) };
}
