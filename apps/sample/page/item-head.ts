import type { ItemDetail } from "../api/desk-api.ts";
import { badge } from "./badge.ts";
import { button, element } from "./element.ts";
import { icon } from "./icons.ts";
import { refresh } from "./refresh.ts";
import { countText, isUnderWay, momentText, STATE_WORDS } from "./words.ts";

/** What can be done with an item as a whole. */
export type ItemActions = { readonly cancel: () => void; readonly remove: () => void };

/** Shows where an item stands, below its title, and what can be done with it. */
export function showHead(
  place: HTMLElement,
  item: ItemDetail,
  options: ItemActions & { readonly home: HTMLElement },
): void {
  const { state, decision, decisions, project, submittedOn, frameCount } = item;
  const isMoving = isUnderWay(state);
  refresh(
    place,
    { state, decision, count: decisions.length, frameCount, submittedOn },
    {
      home: options.home,
      build: () => [
        element("p", { class: "head-line" }, [
          isMoving || decision === null
            ? element("span", { class: `state ${state}` }, [
                isMoving ? element("span", { class: "pulse" }) : null,
                STATE_WORDS[state],
              ])
            : badge(decision),
          decisions.length > 0 ? element("span", { class: "human" }, [icon("person"), "by a person"]) : null,
          element("span", { class: "faint" }, [
            `${project} · `,
            element("time", { datetime: submittedOn }, [momentText(submittedOn)]),
            ` · ${countText(frameCount, "frame")}`,
          ]),
        ]),
        element("div", { class: "row" }, [
          isMoving ? button(options.cancel, { "data-key": "cancel" }, ["Cancel"]) : null,
          button(options.remove, { "data-key": "delete" }, [icon("trash"), "Delete"]),
        ]),
      ],
    },
  );
}
