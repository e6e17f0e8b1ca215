import type { DeskInfo } from "../api/desk-api.ts";
import { readDesk } from "./desk-client.ts";
import { buildDeskList } from "./desk-list.ts";
import { listenToDrops } from "./drop.ts";
import { button, byId, element } from "./element.ts";
import { buildFilterBar } from "./filter-bar.ts";
import { icon } from "./icons.ts";
import { writeFilter } from "./list-filter.ts";
import { messageOf } from "./message-of.ts";
import { type OpenItem, openItem } from "./open-item.ts";
import { readRoute, writeRoute } from "./route.ts";
import { say } from "./say.ts";
import { buildSubmitPanel } from "./submit-panel.ts";
import { buildThemeSwitch, THEME_EVENT } from "./theme-switch.ts";
import { buildUploadList } from "./upload-list.ts";

const NAME = document.title;

byId("theme-place").append(buildThemeSwitch());
await readDesk()
  .then(start)
  .catch((error: unknown) => {
    byId("billing").textContent = messageOf(error);
  });

/** Builds the desk, once it is known what it is like. */
function start(desk: DeskInfo): void {
  let route = readRoute(location.hash);
  /** The item that is open; `null` while none is. */
  let open: OpenItem | null = null;
  /** What was open when something was submitted; `null` when nothing waits to be opened. */
  let opening: { readonly from: string | null } | null = null;

  showBilling(desk);
  const place = byId("item");
  const welcome = [...place.childNodes];
  const linkOf = (itemId: string | null): string => writeRoute({ itemId, filter: route.filter });
  const goTo = (itemId: string | null): void => {
    location.hash = linkOf(itemId);
  };
  const filters = buildFilterBar(byId("filters"), {
    projects: desk.projects.map(({ name }) => name),
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
    const before = open?.id ?? null;
    close();
    document.title = NAME;
    place.replaceChildren(...welcome);
    if (before !== null && isFocused && !list.focus(before)) byId("list-title").focus();
  };
  const showItem = (id: string, isFocused: boolean): void => {
    if (open?.id === id) return;
    close();
    document.title = NAME;
    place.replaceChildren(element("p", { class: "faint view" }, ["Reading…"]));
    open = openItem(id, {
      place,
      desk,
      deskName: NAME,
      linkToNext: () => {
        const next = list.after(route.itemId);
        return next === null ? null : linkOf(next.id);
      },
      onGone: () => {
        say("Deleted.");
        goTo(null);
      },
      onReplaced: goTo,
    });
    if (isFocused) open.focus();
    // Where the page is narrow it scrolls as a whole, else the item alone.
    for (const scroller of [place.parentElement, document.documentElement]) scroller?.scrollTo({ top: 0 });
  };
  /** Shows what the address says. */
  const follow = ({ isFocused }: { readonly isFocused: boolean }): void => {
    const before = writeFilter(route.filter);
    route = readRoute(location.hash);
    document.body.classList.toggle("has-item", route.itemId !== null);
    filters.show(route.filter);
    byId("back").setAttribute("href", linkOf(null));
    list.show();
    if (route.itemId === null) showWelcome(isFocused);
    else showItem(route.itemId, isFocused);
    if (before !== writeFilter(route.filter)) void list.read();
  };

  const uploads = buildUploadList(byId("uploads"), {
    home: byId("submit-title"),
    maxUploadBytes: desk.maxUploadBytes,
    onItem: (item) => {
      list.take(item);
      // Of what is submitted together the first one opens, unless the person has turned to something else.
      if (opening === null) return;
      const isTyping = document.activeElement?.matches("#item :is(input, textarea)") === true;
      const isElsewhere = opening.from !== route.itemId || isTyping;
      opening = null;
      if (!isElsewhere) goTo(item.id);
    },
  });
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
  // A link within the page would change the address, which says what is open.
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    place.focus();
  });
  document.documentElement.addEventListener(THEME_EVENT, () => open?.recolor());
  addEventListener("hashchange", () => follow({ isFocused: true }));
  follow({ isFocused: false });
}

function showBilling({ isLive }: DeskInfo): void {
  const billing = byId("billing");
  billing.textContent = isLive ? "Live: submissions are billed" : "Emulator: nothing is billed";
  billing.classList.toggle("live", isLive);
}
