import type { DeskInfo, Item, ItemDetail, ItemEvents } from "../../api/desk-api.ts";
import { confirmInDialog } from "../dom/confirm-dialog.ts";
import { cancelItem, deleteItem, itemUrl, readItem, resubmitItem } from "../client/desk-client.ts";
import { element } from "../dom/element.ts";
import { type EventStream, listenTo } from "../client/event-stream.ts";
import { buildItemView, type ItemView } from "./item-view.ts";
import { buildRestrictedView } from "./restricted-view.ts";
import type { PolicyDrafts } from "../policy/policy-drafts.ts";
import { errorMessage } from "../client/desk-client.ts";
import { announce } from "../dom/announce.ts";
import { DECISION_LABELS, STATE_LABELS, isInProgress, itemTitle } from "../format/item-labels.ts";

/** The open item. */
export type OpenItem = {
  readonly id: string;
  /** Handles a change that the list's event stream reports. */
  onListed(item: Item): void;
  /** Redraws in another theme. */
  recolor(): void;
  /** Moves the focus to the title as soon as the item is loaded. */
  focus(): void;
  close(): void;
};

/** Loads an item, shows it in a container and follows its changes. */
export function openItem(
  id: string,
  options: {
    readonly container: HTMLElement;
    readonly desk: DeskInfo;
    /** The policy texts that are edited but not saved. */
    readonly drafts: PolicyDrafts;
    /** The title of the page while no item is shown. */
    readonly deskName: string;
    /** Returns the URL of the next item of the list; `null` if there is none. */
    readonly linkToNext: () => string | null;
    /** Called after the item was deleted. */
    readonly onGone: () => void;
    /** Called if another item replaces this one. */
    readonly onReplaced: (id: string) => void;
  },
): OpenItem {
  const { container, desk, drafts } = options;
  let view: ItemView | null = null;
  let isRestricted = false;
  /** Set while frames may arrive. */
  let stream: EventStream | null = null;
  let isClosed = false;
  let isFocusWanted = false;
  let announced = "";

  const attempt = (action: Promise<unknown>, failure: string): void => {
    action.catch((error: unknown) => {
      const message = `${failure}: ${errorMessage(error)}`;
      container.querySelector(".action-problem")?.remove();
      container.prepend(element("p", { class: "problem action-problem", role: "alert" }, [message]));
    });
  };
  const announceState = (item: Item): void => {
    const label =
      isInProgress(item.state) || item.decision === null
        ? STATE_LABELS[item.state]
        : DECISION_LABELS[item.decision];
    if (announced !== "" && announced !== label) announce(`${itemTitle(item)}: ${label}.`);
    announced = label;
  };
  const remove = async (): Promise<void> => {
    const deletesEvidence = isRestricted;
    const question = deletesEvidence
      ? {
          title: "Delete possible evidence?",
          text:
            "This permanently deletes the media, the result and the decisions from the desk. " +
            "The law may require you to preserve them. Delete them only if your counsel has agreed.",
          confirm: "Delete the evidence",
        }
      : {
          title: "Delete this item?",
          text: "This permanently deletes its media, frames and decisions from the desk. Hive's charges remain.",
          confirm: "Delete",
        };
    if (!(await confirmInDialog({ ...question, isDangerous: true }))) return;
    await deleteItem(id, { deletesEvidence });
    options.onGone();
  };
  const resubmit = async (): Promise<void> => {
    const next = await resubmitItem(id);
    if (next.id !== undefined && next.id !== id) return options.onReplaced(next.id);
    reopen();
  };
  const build = (item: ItemDetail): ItemView => {
    const actions = {
      cancel: () => attempt(cancelItem(id), "Cancelling failed"),
      remove: () => attempt(remove(), "Deleting failed"),
    };
    isRestricted = item.isRestricted;
    const built = isRestricted
      ? buildRestrictedView(item, actions)
      : buildItemView(item, {
          ...actions,
          desk,
          drafts,
          resubmit: () => attempt(resubmit(), "Submitting failed"),
          linkToNext: options.linkToNext,
          onDecided: () => void refreshItem(),
        });
    container.replaceChildren(built.root);
    return built;
  };
  const showItem = (item: ItemDetail): void => {
    if (isClosed) return;
    announceState(item);
    // Set after each change, so that text that turns out to be harmful is removed from the title.
    document.title = `${itemTitle(item)} – ${options.deskName}`;
    if (view !== null && item.isRestricted && !isRestricted) {
      isFocusWanted = view.root.contains(document.activeElement);
      view.close();
      view = null;
    }
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
    const message = element("p", { class: "problem", role: "alert" }, [errorMessage(error)]);
    container.replaceChildren(element("div", { class: "view" }, [message]));
  };
  const follow = (): void => {
    stream?.close();
    const opened = listenTo<ItemEvents>(
      itemUrl(id, "/events"),
      {
        frames: (frames) => view?.addFrames(frames),
        item: showItem,
        end: () => {
          opened.close();
          if (stream === opened) stream = null;
        },
      },
      {
        // The server rejects the stream, for example because the item was deleted. Loading the item reports the reason.
        onLost: (isFinal) => {
          if (!isFinal) return;
          if (stream === opened) stream = null;
          void refreshItem();
        },
      },
    );
    stream = opened;
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
      // The item was decided on or submitted again elsewhere.
      if (isInProgress(item.state)) reopen();
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
