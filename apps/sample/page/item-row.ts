import type { Item } from "../api/desk-api.ts";
import { badge } from "./badge.ts";
import { element } from "./element.ts";
import { titleOf } from "./harm.ts";
import { icon } from "./icons.ts";
import { rowClasses } from "./row-classes.ts";
import { countText, isUnderWay, momentText, scoreText, STATE_WORDS } from "./words.ts";

/** What a line of the list shows of an item. */
export function rowContent(item: Item): readonly Node[] {
  const classes = rowClasses(item);
  return [
    element("span", { class: "row-kind" }, [icon(kindOf(item))]),
    element("span", { class: "row-name" }, [titleOf(item)]),
    element("span", { class: "row-mark" }, [markOf(item)]),
    element("span", { class: "row-facts" }, [
      `${item.project} · `,
      element("time", { datetime: item.submittedOn }, [momentText(item.submittedOn)]),
      item.frameCount > 0 ? ` · ${countText(item.frameCount, "frame")}` : null,
      item.decidedBy === "person"
        ? element("span", { class: "human" }, [icon("person"), "by a person"])
        : null,
    ]),
    // As long as classes may come, there is room for them: nothing below moves.
    ...(classes.length > 0 || isUnderWay(item.state) ? [classLine(classes)] : []),
  ];
}

function classLine(classes: Item["topClasses"]): Node {
  return element(
    "span",
    { class: "row-classes" },
    classes.map(({ class: name, score }) =>
      element("span", { class: "class" }, [
        element("span", {}, [name]),
        " ",
        element("b", {}, [scoreText(score, score > 1 ? "level" : "probability")]),
      ]),
    ),
  );
}

/** Under way, what is going on; once it is over, what came of it. */
function markOf(item: Item): Node {
  if (item.state === "done" && item.decision !== null) return badge(item.decision);
  const mark = element("span", { class: `state ${item.state}` }, [
    isUnderWay(item.state) ? element("span", { class: "pulse" }) : null,
    STATE_WORDS[item.state],
  ]);
  if (item.decision === null || isUnderWay(item.state)) return mark;
  return element("span", { class: "marks" }, [mark, badge(item.decision)]);
}

function kindOf({ source }: Item): "picture" | "video" | "link" | "text" {
  if (source.kind === "url") return "link";
  if (source.kind === "text") return "text";
  return source.contentType.startsWith("video/") ? "video" : "picture";
}
