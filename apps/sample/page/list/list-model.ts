import type { Item, ItemPage } from "../../api/desk-api.ts";
import { type ItemFilter, matchesFilter } from "../client/item-filter.ts";
import { isInProgress } from "../format/item-labels.ts";

/** The loaded part of the desk's list. */
export type ListModel = {
  /** The latest first. */
  readonly items: readonly Item[];
  /** The start of the next page; `null` on the last page. */
  readonly next: string | null;
};

/** An empty list. */
export const EMPTY_LIST: ListModel = { items: [], next: null };

/** Appends a page, without items that are already listed. */
export function withPage(list: ListModel, page: ItemPage): ListModel {
  const known = new Set(list.items.map((item) => item.id));
  return { items: [...list.items, ...page.items.filter((item) => !known.has(item.id))], next: page.next };
}

/**
 * Applies a change to an item: the item is updated, added, or removed if the filter no longer matches. An item that is
 * listed because of a class is kept, because the server knows more of its classes than the page does. An item on a page
 * that is not loaded is ignored.
 */
export function withItem(list: ListModel, item: Item, filter: ItemFilter): ListModel {
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
 * Returns whether only the server knows if a changed item matches the filter, because the filter's class is not one of
 * the item's top classes. `false` for an item in progress, because it may still get the class.
 */
export function isUnclear(list: ListModel, item: Item, filter: ItemFilter): boolean {
  const isListed = list.items.some(({ id }) => id === item.id);
  if (isListed || isInProgress(item.state) || matchesFilter(item, filter)) return false;
  return matchesFilter(item, { ...filter, class: null });
}

/** Adds the latest items that the server found for the filter. */
export function withFound(list: ListModel, found: readonly Item[], filter: ItemFilter): ListModel {
  const known = new Set(list.items.map(({ id }) => id));
  return found
    .filter(({ id }) => !known.has(id))
    .reduce((before, item) => withItem(before, item, { ...filter, class: null }), list);
}

/** Removes a deleted item. */
export function withoutItem(list: ListModel, id: string): ListModel {
  return { ...list, items: list.items.filter((item) => item.id !== id) };
}
