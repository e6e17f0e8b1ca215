import type { DeskInfo, Item, ItemDetail, ItemEvents } from "../api/desk-api.ts";
import { confirmByDialog } from "./confirm-dialog.ts";
import { cancelItem, deleteItem, itemUrl, readItem, resubmitItem } from "./desk-client.ts";
import { element } from "./element.ts";
import { type EventStream, listenTo } from "./event-stream.ts";
import { titleOf } from "./harm.ts";
import { buildItemView, type ItemView } from "./item-view.ts";
import { messageOf } from "./message-of.ts";
import { say } from "./say.ts";
import { DECISION_WORDS, isUnderWay, STATE_WORDS } from "./words.ts";

/** The item that is open. */
export type OpenItem = {
  readonly id: string;
  /** The desk's list says that it has changed. */
  onListed(item: Item): void;
  /** Draws anew in another theme. */
  recolor(): void;
  /** Moves the focus to its title, as soon as it is there. */
  focus(): void;
  close(): void;
};

/** Reads an item, shows it in a place, and follows what becomes of it. */
export function openItem(
  id: string,
  options: {
    readonly place: HTMLElement;
    readonly desk: DeskInfo;
    /** The page's title while nothing is shown. */
    readonly deskName: string;
    /** Where the item is that comes after it in the list; `null` for none. */
    readonly linkToNext: () => string | null;
    /** It is deleted. */
    readonly onGone: () => void;
    /** It goes on as another item. */
    readonly onReplaced: (id: string) => void;
  },
): OpenItem {
  const { place, desk } = options;
  let view: ItemView | null = null;
  /** Set as long as frames may come. */
  let stream: EventStream | null = null;
  let isClosed = false;
  let isFocusWanted = false;
  let last = "";

  const attempt = (action: Promise<unknown>, what: string): void => {
    action.catch((error: unknown) => {
      const words = `${what}: ${messageOf(error)}`;
      place.querySelector(".action-problem")?.remove();
      place.prepend(element("p", { class: "problem action-problem", role: "alert" }, [words]));
    });
  };
  const announce = (item: Item): void => {
    const words =
      isUnderWay(item.state) || item.decision === null
        ? STATE_WORDS[item.state]
        : DECISION_WORDS[item.decision];
    if (last !== "" && last !== words) say(`${titleOf(item)}: ${words}.`);
    last = words;
  };
  const remove = async (): Promise<void> => {
    const words = {
      title: "Delete this item?",
      text: "Its media, its frames and its decisions are deleted from the desk, and cannot be brought back. What Hive has billed stays billed.",
      yes: "Delete",
      no: "Keep it",
      isDangerous: true,
    };
    if (!(await confirmByDialog(words))) return;
    await deleteItem(id);
    options.onGone();
  };
  const resubmit = async (): Promise<void> => {
    const next = await resubmitItem(id);
    if (next.id !== undefined && next.id !== id) return options.onReplaced(next.id);
    reopen();
  };
  const build = (item: ItemDetail): ItemView => {
    const made = buildItemView(item, {
      desk,
      cancel: () => attempt(cancelItem(id), "It was not cancelled"),
      remove: () => attempt(remove(), "It was not deleted"),
      resubmit: () => attempt(resubmit(), "It was not submitted"),
      linkToNext: options.linkToNext,
      onDecided: () => void refreshItem(),
    });
    place.replaceChildren(made.root);
    return made;
  };
  const showItem = (item: ItemDetail): void => {
    if (isClosed) return;
    announce(item);
    // Each time: what a text begins with goes from here as well when it turns out to be harmful.
    document.title = `${titleOf(item)} – ${options.deskName}`;
    if (view === null) {
      view = build(item);
      if (isFocusWanted) view.title.focus({ preventScroll: true });
    } else view.showItem(item);
  };
  const refreshItem = (): Promise<void> => readItem(id).then(showItem, fail);
  const fail = (error: unknown): void => {
    if (isClosed) return;
    view?.close();
    view = null;
    stream?.close();
    document.title = options.deskName;
    const words = element("p", { class: "problem", role: "alert" }, [messageOf(error)]);
    place.replaceChildren(element("div", { class: "view" }, [words]));
  };
  const follow = (): void => {
    stream?.close();
    const made = listenTo<ItemEvents>(
      itemUrl(id, "/events"),
      {
        frames: (frames) => view?.addFrames(frames),
        item: showItem,
        end: () => {
          made.close();
          if (stream === made) stream = null;
        },
      },
      {
        // The server refuses, for example because the item is gone: its own words tell why.
        onLost: (isFinal) => {
          if (!isFinal) return;
          if (stream === made) stream = null;
          void refreshItem();
        },
      },
    );
    stream = made;
  };
  const reopen = (): void => {
    view?.close();
    view = null;
    void refreshItem().then(() => isClosed || follow());
  };
  reopen();
  return {
    id,
    onListed: (item) => {
      if (stream !== null || view === null) return;
      // A person decided elsewhere, or it was submitted again.
      if (isUnderWay(item.state)) reopen();
      else void refreshItem();
    },
    recolor: () => view?.recolor(),
    focus: () => {
      isFocusWanted = true;
      view?.title.focus({ preventScroll: true });
    },
    close: () => {
      isClosed = true;
      stream?.close();
      view?.close();
    },
  };
}
