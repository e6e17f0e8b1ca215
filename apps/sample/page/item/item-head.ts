import type { ItemDetail } from "../../api/desk-api.ts";
import { button, element } from "../dom/element.ts";
import { decisionBadge, icon, tagChips } from "../dom/icons.ts";
import { refresh } from "../dom/refresh.ts";
import { formatCount, formatDateTime } from "../format/format-values.ts";
import { STATE_LABELS, isInProgress } from "../format/item-labels.ts";

/** The actions on an item. */
export type ItemActions = { readonly cancel: () => void; readonly remove: () => void };

/** Shows an item's decision or state, and the buttons for its actions. */
export type ItemHead = {
  readonly root: HTMLElement;
  show(item: ItemDetail): void;
};

/**
 * Builds the head. The buttons are not replaced while frames arrive, so that they can be clicked.
 *
 * @param options.home - receives the focus if the focused button disappears.
 */
export function buildHead(options: ItemActions & { readonly home: HTMLElement }): ItemHead {
  const { cancel, remove, home } = options;
  const line = element("p", { class: "head-line" });
  const actions = element("div", { class: "row" });
  return {
    root: element("div", { class: "head" }, [line, actions]),
    show: (item) => {
      const { state, decision, decidedBy, project, submittedOn, frameCount, tags } = item;
      const isActive = isInProgress(state);
      refresh(line, [state, decision, decidedBy, frameCount, submittedOn, tags], {
        build: () => [
          isActive || decision === null
            ? element("span", { class: `state ${state}` }, [
                isActive ? element("span", { class: "pulse" }) : null,
                STATE_LABELS[state],
              ])
            : decisionBadge(decision),
          ...(decidedBy === "reviewer"
            ? [element("span", { class: "human" }, [icon("person"), "by a reviewer"])]
            : []),
          ...(tags.length > 0 ? [tagChips(tags)] : []),
          element("span", { class: "faint" }, [
            `${project} · `,
            element("time", { datetime: submittedOn }, [formatDateTime(submittedOn)]),
            frameCount > 0 ? ` · ${formatCount(frameCount, "frame")}` : null,
          ]),
        ],
      });
      refresh(actions, isActive, {
        home,
        build: () => [
          ...(isActive ? [button(cancel, { "data-key": "cancel" }, ["Cancel"])] : []),
          button(remove, { "data-key": "delete" }, [icon("trash"), "Delete"]),
        ],
      });
    },
  };
}
