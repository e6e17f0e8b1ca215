import type { ItemDetail } from "../../api/desk-api.ts";
import { element } from "../dom/element.ts";
import { icon } from "../dom/icons.ts";
import { itemTitle } from "../format/item-labels.ts";
import { showDetails } from "./details-panel.ts";
import { type ItemActions, buildHead } from "./item-head.ts";
import type { ItemView } from "./item-view.ts";

const GUIDE = "https://github.com/hivekit/hivekit/blob/main/docs/csam.md#handling-an-item";

/**
 * Builds the view of a restricted item. It has no media, no frames and no text, nothing that loads or reveals them, and
 * nothing to decide.
 */
export function buildRestrictedView(first: ItemDetail, options: ItemActions): ItemView {
  const title = element("h2", { tabindex: "-1", id: "item-title" }, [itemTitle(first)]);
  const head = buildHead({ ...options, home: title });
  const details = element("section", { class: "card" });
  const root = element("article", { class: "view", "aria-labelledby": "item-title" }, [
    element("header", {}, [title, head.root]),
    element("section", { class: "card restricted", "aria-label": "Restricted content" }, [
      icon("block"),
      element("p", {}, [
        element("strong", {}, ["The content of this item is withheld."]),
        " It may be child sexual abuse material: a hash matches known material, or a classifier reached its threshold. " +
          "Nobody can show it here, submit it again or allow it.",
      ]),
      element("p", {}, [
        "The desk keeps the file and the result, because the law may require you to preserve and report them. " +
          "Follow the procedure of your organization. Refer to the item by its id.",
      ]),
      element("p", {}, [
        element("a", { href: GUIDE, target: "_blank", rel: "noreferrer" }, [
          "How to handle such an item",
          element("span", { class: "visually-hidden" }, [" (opens in a new tab)"]),
        ]),
      ]),
      element("p", { class: "faint" }, [`Id: ${first.id}`]),
    ]),
    details,
  ]);
  const showItem = (item: ItemDetail): void => {
    head.show(item);
    showDetails(details, item);
  };
  showItem(first);
  return { root, title, showItem, addFrames: () => {}, recolor: () => {}, close: () => {} };
}
