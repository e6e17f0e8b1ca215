import type { DeskInfo } from "../api/desk-api.ts";
import { errorMessage, readDesk } from "./client/desk-client.ts";
import { buildDeskList } from "./list/desk-list.ts";
import { listenToDrops } from "./submit/drop-target.ts";
import { button, byId, element } from "./dom/element.ts";
import { buildFilterBar } from "./list/filter-bar.ts";
import { icon } from "./dom/icons.ts";
import { writeFilter } from "./client/item-filter.ts";
import { type OpenItem, openItem } from "./item/open-item.ts";
import { readRoute, writeRoute } from "./list/route.ts";
import type { PolicyDrafts } from "./policy/policy-drafts.ts";
import { announce } from "./dom/announce.ts";
import { buildSubmitPanel } from "./submit/submit-panel.ts";
import { buildThemeSwitch, THEME_EVENT } from "./dom/theme-switch.ts";
import { buildUploadList } from "./submit/upload-list.ts";

const NAME = document.title;

byId("theme-place").append(buildThemeSwitch());
await readDesk()
  .then(start)
  .catch((error: unknown) => {
    byId("billing").textContent = errorMessage(error);
  });

/** Builds the page after the desk's settings are loaded. */
function start(desk: DeskInfo): void {
  let route = readRoute(location.hash);
  /** The open item; `null` if there is none. */
  let open: OpenItem | null = null;
  /** The item that was open when content was submitted; `null` if no submission is to be opened. */
  let opening: { readonly from: string | null } | null = null;

  const drafts: PolicyDrafts = new Map();

  showBilling(desk);
  const container = byId("item");
  const welcome = [...container.childNodes];
  const linkTo = (itemId: string | null): string => writeRoute({ itemId, filter: route.filter });
  const goTo = (itemId: string | null): void => {
    location.hash = linkTo(itemId);
  };
  const filters = buildFilterBar(byId("filters"), {
    projects: desk.projects,
    change: (filter) => {
      history.replaceState(null, "", writeRoute({ itemId: route.itemId, filter }));
      follow({ isFocused: false });
    },
  });
  const list = buildDeskList({
    route: () => route,
    onItems: (items) => filters.offerClasses(items),
    onItem: (item) => open?.id === item.id && open.onListed(item),
    onDeleted: (id) => open?.id === id && goTo(null),
  });

  const close = (): void => {
    open?.close();
    open = null;
  };
  const showWelcome = (isFocused: boolean): void => {
    const previous = open?.id ?? null;
    close();
    document.title = NAME;
    container.replaceChildren(...welcome);
    if (previous !== null && isFocused && !list.focus(previous)) byId("list-title").focus();
  };
  const showItem = (id: string, isFocused: boolean): void => {
    if (open?.id === id) return;
    close();
    document.title = NAME;
    container.replaceChildren(element("p", { class: "faint view" }, ["Loading…"]));
    open = openItem(id, {
      container,
      desk,
      drafts,
      deskName: NAME,
      linkToNext: () => {
        const next = list.after(route.itemId);
        return next === null ? null : linkTo(next.id);
      },
      onGone: () => {
        announce("Item deleted.");
        goTo(null);
      },
      onReplaced: goTo,
    });
    if (isFocused) open.focus();
    // On a narrow screen the page scrolls, otherwise only the item.
    for (const scroller of [container.parentElement, document.documentElement])
      scroller?.scrollTo({ top: 0 });
  };
  /** Shows the route of the URL. */
  const follow = ({ isFocused }: { readonly isFocused: boolean }): void => {
    const previousFilter = writeFilter(route.filter);
    route = readRoute(location.hash);
    document.body.classList.toggle("has-item", route.itemId !== null);
    filters.show(route.filter);
    byId("back").setAttribute("href", linkTo(null));
    list.show();
    if (route.itemId === null) showWelcome(isFocused);
    else showItem(route.itemId, isFocused);
    if (previousFilter !== writeFilter(route.filter)) void list.read();
  };

  const uploads = buildUploadList(byId("uploads"), {
    home: byId("submit-title"),
    maxUploadBytes: desk.maxUploadBytes,
    onItem: (item) => {
      list.update(item);
      // Opens the first submitted item, unless the user has moved on to something else.
      if (opening === null) return;
      const isTyping = document.activeElement?.matches("#item :is(input, textarea)") === true;
      const isElsewhere = opening.from !== route.itemId || isTyping;
      opening = null;
      if (!isElsewhere) goTo(item.id);
    },
  });
  const panel = buildSubmitPanel(desk, {
    announce,
    submit: (upload) => {
      opening = { from: route.itemId };
      uploads.add(upload);
    },
  });
  const video = desk.demoFiles.find((name) => /\.(?:mp4|webm)$/.test(name));
  if (video !== undefined)
    byId("welcome-demo").append(
      button(() => panel.addDemo(video), { class: "primary" }, [icon("play"), `Try it with ${video}`]),
    );
  listenToDrops({
    onFiles: (files) => panel.addFiles(files),
    onText: (text, kind) => panel.offer(text, kind),
  });
  // A link within the page would change the hash, which holds the route.
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    container.focus();
  });
  document.documentElement.addEventListener(THEME_EVENT, () => open?.recolor());
  // The browser asks before it discards edited policy texts.
  addEventListener("beforeunload", (event) => drafts.size > 0 && event.preventDefault());
  addEventListener("hashchange", () => follow({ isFocused: true }));
  follow({ isFocused: false });
}

function showBilling({ isLive }: DeskInfo): void {
  const billing = byId("billing");
  billing.textContent = isLive ? "Live: submissions are billed" : "Emulator: nothing is billed";
  billing.classList.toggle("live", isLive);
}
