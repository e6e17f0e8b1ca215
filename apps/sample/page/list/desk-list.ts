import type { Item, ListEvents } from "../../api/desk-api.ts";
import { errorMessage, readItems } from "../client/desk-client.ts";
import { byId } from "../dom/element.ts";
import { type EventStream, listenTo } from "../client/event-stream.ts";
import { buildItemList } from "./item-list.ts";
import { writeFilter } from "../client/item-filter.ts";
import {
  EMPTY_LIST,
  isUnclear,
  type ListModel,
  withFound,
  withItem,
  withoutItem,
  withPage,
} from "./list-model.ts";
import { type Route, writeRoute } from "./route.ts";
import { announce } from "../dom/announce.ts";
import { formatCount } from "../format/format-values.ts";

/** The list of items, loaded page by page and updated by events. */
export type DeskList = {
  /** Shows the loaded items and marks the open one. */
  show(): void;
  /** Reloads the list, for example with another filter. */
  read(): Promise<void>;
  /** Applies a new or changed item. */
  update(item: Item): void;
  /** Moves the focus to an item's row; `false` if it has none. */
  focus(id: string): boolean;
  /** Returns the item after another one; `null` if there is none. */
  after(id: string | null): Item | null;
};

/** The delay before a connection is opened again after the browser has given up, in milliseconds. */
const RECONNECT_MS = 3000;

/** The delay before the server is asked about changes that the page cannot filter, in milliseconds. */
const REFRESH_DELAY_MS = 500;

/** Builds the list, loads it and follows its changes. */
export function buildDeskList(options: {
  /** Returns the current route. */
  readonly route: () => Route;
  /** Called after the listed items have changed. */
  readonly onItems: (items: readonly Item[]) => void;
  /** Called after an item has changed. */
  readonly onItem: (item: Item) => void;
  readonly onDeleted: (id: string) => void;
}): DeskList {
  const { route, onItems, onItem, onDeleted } = options;
  const rows = buildItemList(byId("items"));
  const more = byId("more");
  let list: ListModel = EMPTY_LIST;
  /** Whether the list was loaded once. Before that, it is unknown whether it is empty. */
  let isLoaded = false;
  /** The event stream; `null` while the page is hidden. */
  let stream: EventStream | null = null;
  /** Counts the loads. Responses to earlier requests are ignored. */
  let loadCount = 0;
  /** The latest load. */
  let loading: Promise<void> = Promise.resolve();
  /** Set while a request for new items is scheduled. */
  let refreshTimer: ReturnType<typeof setTimeout> | null = null;
  /** The changes since the latest load started. Its response may not include them. */
  let changes: ((before: ListModel) => ListModel)[] = [];

  const show = (): void => {
    const { itemId, filter } = route();
    rows.show(list.items, { currentId: itemId, linkTo: (id) => writeRoute({ itemId: id, filter }) });
    more.hidden = list.next === null;
    byId("nothing").hidden = list.items.length > 0 || !isLoaded;
    byId("nothing").textContent =
      writeFilter(filter) === "" ? "No items yet." : "No items match these filters.";
    onItems(list.items);
  };
  const change = (apply: (before: ListModel) => ListModel): void => {
    changes.push(apply);
    list = apply(list);
    show();
  };
  const update = (item: Item): void => change((before) => withItem(before, item, route().filter));
  /** Loads the latest items, because only the server can tell whether a changed item matches the filter. */
  const refreshLatest = async (): Promise<void> => {
    refreshTimer = null;
    const current = loadCount;
    const { filter } = route();
    const page = await readItems(filter, null);
    if (current === loadCount) change((before) => withFound(before, page.items, filter));
  };
  const fail = (error: unknown): void => {
    byId("list-problem").textContent = errorMessage(error);
  };
  const read = async (): Promise<void> => {
    loading = load();
    await loading;
  };
  const load = async (): Promise<void> => {
    loadCount += 1;
    const current = loadCount;
    changes = [];
    try {
      const page = await readItems(route().filter, null);
      if (current !== loadCount) return;
      list = changes.reduce((before, apply) => apply(before), withPage(EMPTY_LIST, page));
      isLoaded = true;
      byId("list-problem").textContent = "";
    } catch (error) {
      if (current === loadCount) fail(error);
    }
    show();
  };
  const readMore = async (before: string): Promise<void> => {
    const current = loadCount;
    const { filter } = route();
    const page = await readItems(filter, before);
    if (current !== loadCount) {
      // The list was reloaded. With the same filter, its next page is still wanted.
      await loading;
      const isSame = writeFilter(filter) === writeFilter(route().filter);
      if (isSame && list.next !== null) await readMore(list.next);
      return;
    }
    const last = list.items.at(-1);
    list = withPage(list, page);
    announce(`${formatCount(page.items.length, "more item")} loaded.`);
    show();
    // If the button disappears, the focus moves to the first new row.
    const next = after(last?.id ?? null);
    if (more.hidden && next !== null) rows.focus(next.id);
  };
  const after = (id: string | null): Item | null => {
    const place = list.items.findIndex((item) => item.id === id);
    return place === -1 ? null : (list.items[place + 1] ?? null);
  };
  const listen = (): void => {
    if (document.hidden) return;
    const opened = listenTo<ListEvents>(
      "api/events",
      {
        item: (item) => {
          update(item);
          if (isUnclear(list, item, route().filter))
            refreshTimer ??= setTimeout(() => void refreshLatest().catch(fail), REFRESH_DELAY_MS);
          onItem(item);
        },
        deleted: ({ id }) => {
          change((before) => withoutItem(before, id));
          onDeleted(id);
        },
      },
      {
        // Events report changes from now on, so the current state is loaded.
        onOpen: () => {
          byId("connection").hidden = true;
          void read();
        },
        onLost: (isFinal) => {
          byId("connection").hidden = false;
          if (!isFinal) return;
          opened.close();
          setTimeout(() => stream === opened && listen(), RECONNECT_MS);
        },
      },
    );
    stream = opened;
  };
  // A browser opens at most six connections per host for all tabs, so hidden tabs release theirs.
  document.addEventListener("visibilitychange", () => {
    stream?.close();
    stream = null;
    listen();
  });
  more.addEventListener("click", () => list.next !== null && void readMore(list.next).catch(fail));
  void read();
  listen();
  return { show, read, update, focus: (id) => rows.focus(id), after };
}
