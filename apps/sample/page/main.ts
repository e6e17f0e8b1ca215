import type { DeskInfo, ListEvents } from "../api/desk-api.ts";
import { readDesk, readItems } from "./desk-client.ts";
import { listenToDrops } from "./drop.ts";
import { button, byId, element } from "./element.ts";
import { listenTo } from "./event-stream.ts";
import { buildFilterBar } from "./filter-bar.ts";
import { icon } from "./icons.ts";
import { buildItemList } from "./item-list.ts";
import { type ListFilter, NO_FILTER } from "./list-filter.ts";
import { EMPTY_LIST, type ListModel, withItem, withoutItem, withPage } from "./list-model.ts";
import { messageOf } from "./message-of.ts";
import { type OpenItem, openItem } from "./open-item.ts";
import { readRoute, writeRoute } from "./route.ts";
import { say } from "./say.ts";
import { buildSubmitPanel } from "./submit-panel.ts";
import { buildThemeSwitch, THEME_EVENT } from "./theme-switch.ts";
import { buildUploadList } from "./upload-list.ts";
import { countText } from "./words.ts";

const NAME = document.title;
/** How long to wait until the list's events are asked for again, where the browser has given up, in milliseconds. */
const RECONNECT_MS = 3000;

byId("theme-place").append(buildThemeSwitch());
await start().catch((error: unknown) => {
  byId("billing").textContent = messageOf(error);
});

/** Builds the desk, once it is known what it is like. */
async function start(): Promise<void> {
  const desk = await readDesk();
  let route = readRoute(location.hash);
  let list: ListModel = EMPTY_LIST;
  /** The item that is open; `null` while none is. */
  let open: OpenItem | null = null;
  /** Counts the readings of the list: what was asked for before the last one is not shown. */
  let reading = 0;

  showBilling(desk);
  const place = byId("item");
  const welcome = [...place.childNodes];
  const rows = buildItemList(byId("items"));
  const filters = buildFilterBar(byId("filters"), {
    projects: desk.projects.map(({ name }) => name),
    change: (filter) => replaceFilter(filter),
  });
  const more = byId("more");
  more.addEventListener("click", () => void readMore());

  const linkOf = (itemId: string | null): string => writeRoute({ itemId, filter: route.filter });
  const showList = (): void => {
    rows.show(list.items, { currentId: route.itemId, linkOf });
    filters.offerClasses(list.items);
    more.hidden = list.next === null;
    const isFiltered =
      writeRoute({ itemId: null, filter: route.filter }) !== writeRoute({ itemId: null, filter: NO_FILTER });
    byId("nothing").hidden = list.items.length > 0;
    byId("nothing").textContent = isFiltered ? "No item fits these filters." : "Nothing was submitted yet.";
  };
  const readList = async (): Promise<void> => {
    reading += 1;
    const mine = reading;
    try {
      const page = await readItems(route.filter, null);
      if (mine !== reading) return;
      list = withPage(EMPTY_LIST, page);
      byId("list-problem").textContent = "";
    } catch (error) {
      if (mine === reading) byId("list-problem").textContent = messageOf(error);
    }
    showList();
  };
  const readMore = async (): Promise<void> => {
    const before = list.next;
    const mine = reading;
    if (before === null) return;
    try {
      const page = await readItems(route.filter, before);
      if (mine !== reading) return;
      const last = list.items.at(-1);
      list = withPage(list, page);
      say(`${countText(page.items.length, "more item")}.`);
      showList();
      // The button may be gone: a keyboard goes on where it was.
      const next = list.items[list.items.findIndex((item) => item.id === last?.id) + 1];
      if (more.hidden && next !== undefined) rows.focus(next.id);
    } catch (error) {
      byId("list-problem").textContent = messageOf(error);
    }
  };
  const replaceFilter = (filter: ListFilter): void => {
    history.replaceState(null, "", writeRoute({ itemId: route.itemId, filter }));
    void follow();
  };
  const showOpen = (isFocused: boolean): void => {
    if (open?.id === route.itemId) return;
    const before = open?.id ?? null;
    open?.close();
    open = null;
    document.body.classList.toggle("has-item", route.itemId !== null);
    if (route.itemId === null) {
      document.title = NAME;
      place.replaceChildren(...welcome);
      if (before !== null && isFocused && !rows.focus(before)) byId("list-title").focus();
      return;
    }
    place.replaceChildren(element("p", { class: "faint view" }, ["Reading…"]));
    open = openItem(route.itemId, {
      place,
      desk,
      linkToNext: () => {
        const next = list.items[list.items.findIndex(({ id }) => id === route.itemId) + 1];
        return next === undefined ? null : linkOf(next.id);
      },
      onGone: () => {
        say("Deleted.");
        location.hash = linkOf(null);
      },
      onReplaced: (id) => {
        location.hash = linkOf(id);
      },
    });
    if (isFocused) open.focus();
    place.scrollTo({ top: 0 });
    if (isFocused) scrollTo({ top: 0 });
  };
  /** Shows what the address says. */
  const follow = async (isFocused = false): Promise<void> => {
    const before = route.filter;
    route = readRoute(location.hash);
    filters.show(route.filter);
    byId("back").setAttribute("href", linkOf(null));
    showList();
    showOpen(isFocused);
    if (JSON.stringify(before) !== JSON.stringify(route.filter)) await readList();
  };
  // A link within the page would change the address, which says what is open.
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("item").focus();
  });
  addEventListener("hashchange", () => void follow(true));

  const uploads = buildUploadList(byId("uploads"), {
    home: byId("submit-title"),
    maxUploadBytes: desk.maxUploadBytes,
    onItem: (item) => {
      list = withItem(list, item, route.filter);
      showList();
      // Of what is submitted together the first one opens, unless the person has turned to something else.
      if (opening === null) return;
      const isTyping = document.activeElement?.matches("#item :is(input, textarea)") === true;
      const isElsewhere = opening.from !== route.itemId || isTyping;
      opening = null;
      if (!isElsewhere) location.hash = linkOf(item.id);
    },
  });
  /** What was open when something was submitted; `null` when nothing waits to be opened. */
  let opening: { readonly from: string | null } | null = null;
  const panel = buildSubmitPanel(desk, {
    say,
    submit: (upload) => {
      opening = { from: route.itemId };
      uploads.add(upload);
    },
  });
  const film = desk.demoFiles.find((name) => /\.(?:mp4|webm)$/.test(name));
  if (film !== undefined)
    byId("welcome-demo").append(
      button(() => panel.addDemo(film), { class: "primary" }, [icon("play"), `Try it with ${film}`]),
    );
  listenToDrops({
    onFiles: (files) => panel.addFiles(files),
    onText: (text, kind) => panel.offer(text, kind),
  });

  const listen = (): void => {
    let isFirst = true;
    const stream = listenTo<ListEvents>(
      "api/events",
      {
        item: (item) => {
          list = withItem(list, item, route.filter);
          showList();
          if (open?.id === item.id) open.onListed(item);
        },
        deleted: ({ id }) => {
          list = withoutItem(list, id);
          showList();
          if (open?.id === id) location.hash = linkOf(null);
        },
      },
      {
        onOpen: () => {
          byId("connection").hidden = true;
          // What was sent while the connection was lost is not sent again.
          if (!isFirst) void readList();
          isFirst = false;
        },
        onLost: (isFinal) => {
          byId("connection").hidden = false;
          if (!isFinal) return;
          stream.close();
          setTimeout(() => {
            void readList();
            listen();
          }, RECONNECT_MS);
        },
      },
    );
  };
  document.documentElement.addEventListener(THEME_EVENT, () => open?.recolor());
  filters.show(route.filter);
  await readList();
  listen();
  await follow();
}

function showBilling({ isLive }: DeskInfo): void {
  const billing = byId("billing");
  billing.textContent = isLive ? "Live: submissions are billed" : "Emulator: nothing is billed";
  billing.classList.toggle("live", isLive);
}
