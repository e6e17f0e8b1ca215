import type { ItemDetail } from "../api/desk-api.ts";
import { badge } from "./badge.ts";
import { button, element } from "./element.ts";
import { icon } from "./icons.ts";
import { refresh } from "./refresh.ts";
import { countText, isUnderWay, momentText, STATE_WORDS } from "./words.ts";

/** What can be done with an item as a whole. */
export type ItemActions = { readonly cancel: () => void; readonly remove: () => void };

/** Where an item stands, below its title, and what can be done with it. */
export type ItemHead = {
  readonly root: HTMLElement;
  show(item: ItemDetail): void;
};

/**
 * Builds it. Its buttons stay while frames are counted: nothing is taken away from under a finger.
 *
 * @param options.home - has the focus after the button that had it is gone.
 */
export function buildHead(options: ItemActions & { readonly home: HTMLElement }): ItemHead {
  const { cancel, remove, home } = options;
  const line = element("p", { class: "head-line" });
  const actions = element("div", { class: "row" });
  return {
    root: element("div", { class: "head" }, [line, actions]),
    show: (item) => {
      const { state, decision, decidedBy, project, submittedOn, frameCount } = item;
      const isMoving = isUnderWay(state);
      refresh(line, [state, decision, decidedBy, frameCount, submittedOn], {
        build: () => [
          isMoving || decision === null
            ? element("span", { class: `state ${state}` }, [
                isMoving ? element("span", { class: "pulse" }) : null,
                STATE_WORDS[state],
              ])
            : badge(decision),
          ...(decidedBy === "person"
            ? [element("span", { class: "human" }, [icon("person"), "by a person"])]
            : []),
          element("span", { class: "faint" }, [
            `${project} · `,
            element("time", { datetime: submittedOn }, [momentText(submittedOn)]),
            ` · ${countText(frameCount, "frame")}`,
          ]),
        ],
      });
      refresh(actions, isMoving, {
        home,
        build: () => [
          ...(isMoving ? [button(cancel, { "data-key": "cancel" }, ["Cancel"])] : []),
          button(remove, { "data-key": "delete" }, [icon("trash"), "Delete"]),
        ],
      });
    },
  };
}
