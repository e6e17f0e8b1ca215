import type { Item, ListEvents } from "../api/desk-api.ts";
import { readItems } from "./desk-client.ts";
import { byId } from "./element.ts";
import { type EventStream, listenTo } from "./event-stream.ts";
import { buildItemList } from "./item-list.ts";
import { writeFilter } from "./list-filter.ts";
import {
  EMPTY_LIST,
  isUnclear,
  type ListModel,
  withFound,
  withItem,
  withoutItem,
  withPage,
} from "./list-model.ts";
import { messageOf } from "./message-of.ts";
import { type Route, writeRoute } from "./route.ts";
import { say } from "./say.ts";
import { countText } from "./words.ts";

/** The list of the page: what is read of it, and what changes in it. */
export type DeskList = {
  /** Shows what is known, and which item is open. */
  show(): void;
  /** Reads it anew, for example with another filter. */
  read(): Promise<void>;
  /** Takes an item that is new or has changed. */
  take(item: Item): void;
  /** Moves the focus to an item's line; `false` if it has none. */
  focus(id: string): boolean;
  /** The item that comes after one; `null` for none. */
  after(id: string | null): Item | null;
};

/** How long to wait until the events are asked for again, where the browser has given up, in milliseconds. */
const RECONNECT_MS = 3000;

/** How long changes are gathered that only the server can place, in milliseconds. */
const LOOK_MS = 500;

/** Builds it, reads it, and follows what changes in it. */
export function buildDeskList(options: {
  /** What the address says now. */
  readonly route: () => Route;
  /** The items that are listed have changed. */
  readonly onItems: (items: readonly Item[]) => void;
  /** An item has changed. */
  readonly onItem: (item: Item) => void;
  readonly onDeleted: (id: string) => void;
}): DeskList {
  const { route, onItems, onItem, onDeleted } = options;
  const rows = buildItemList(byId("items"));
  const more = byId("more");
  let list: ListModel = EMPTY_LIST;
  /** Whether the list was read once: before that nobody knows whether it is empty. */
  let isRead = false;
  /** The events that are listened to; `null` while nobody looks at the page. */
  let stream: EventStream | null = null;
  /** Counts the readings: what was asked for before the last one is not shown. */
  let reading = 0;
  /** Set when the server is soon asked what is new. */
  let looking: ReturnType<typeof setTimeout> | null = null;
  /** What has changed since the last reading began: its answer may not have it yet. */
  let changes: ((before: ListModel) => ListModel)[] = [];

  const show = (): void => {
    const { itemId, filter } = route();
    rows.show(list.items, { currentId: itemId, linkOf: (id) => writeRoute({ itemId: id, filter }) });
    more.hidden = list.next === null;
    byId("nothing").hidden = list.items.length > 0 || !isRead;
    byId("nothing").textContent =
      writeFilter(filter) === "" ? "Nothing was submitted yet." : "No item fits these filters.";
    onItems(list.items);
  };
  const change = (apply: (before: ListModel) => ListModel): void => {
    changes.push(apply);
    list = apply(list);
    show();
  };
  const take = (item: Item): void => change((before) => withItem(before, item, route().filter));
  /** The latest items may have one that fits, and of which this page does not know it. */
  const look = async (): Promise<void> => {
    looking = null;
    const mine = reading;
    const { filter } = route();
    const page = await readItems(filter, null);
    if (mine === reading) change((before) => withFound(before, page.items, filter));
  };
  const fail = (error: unknown): void => {
    byId("list-problem").textContent = messageOf(error);
  };
  const read = async (): Promise<void> => {
    reading += 1;
    const mine = reading;
    changes = [];
    try {
      const page = await readItems(route().filter, null);
      if (mine !== reading) return;
      list = changes.reduce((before, apply) => apply(before), withPage(EMPTY_LIST, page));
      isRead = true;
      byId("list-problem").textContent = "";
    } catch (error) {
      if (mine === reading) fail(error);
    }
    show();
  };
  const readMore = async (before: string): Promise<void> => {
    const mine = reading;
    const page = await readItems(route().filter, before);
    if (mine !== reading) return;
    const last = list.items.at(-1);
    list = withPage(list, page);
    say(`${countText(page.items.length, "more item")}.`);
    show();
    // The button may be gone: a keyboard goes on where it was.
    const next = after(last?.id ?? null);
    if (more.hidden && next !== null) rows.focus(next.id);
  };
  const after = (id: string | null): Item | null => {
    const place = list.items.findIndex((item) => item.id === id);
    return place === -1 ? null : (list.items[place + 1] ?? null);
  };
  const listen = (): void => {
    if (document.hidden) return;
    const made = listenTo<ListEvents>(
      "api/events",
      {
        item: (item) => {
          take(item);
          if (isUnclear(list, item, route().filter))
            looking ??= setTimeout(() => void look().catch(fail), LOOK_MS);
          onItem(item);
        },
        deleted: ({ id }) => {
          change((before) => withoutItem(before, id));
          onDeleted(id);
        },
      },
      {
        // Events tell what happens from now on: what was before that is read now.
        onOpen: () => {
          byId("connection").hidden = true;
          void read();
        },
        onLost: (isFinal) => {
          byId("connection").hidden = false;
          if (!isFinal) return;
          made.close();
          setTimeout(() => stream === made && listen(), RECONNECT_MS);
        },
      },
    );
    stream = made;
  };
  // A browser opens six connections to one host for all of its tabs: those that nobody sees need none.
  document.addEventListener("visibilitychange", () => {
    stream?.close();
    stream = null;
    listen();
  });
  more.addEventListener("click", () => list.next !== null && void readMore(list.next).catch(fail));
  void read();
  listen();
  return { show, read, take, focus: (id) => rows.focus(id), after };
}
