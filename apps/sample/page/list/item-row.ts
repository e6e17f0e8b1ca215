import type { Item } from "../../api/desk-api.ts";
import { element } from "../dom/element.ts";
import { decisionBadge, icon, tagChips } from "../dom/icons.ts";
import { formatCount, formatDateTime, formatScore } from "../format/format-values.ts";
import { STATE_LABELS, isInProgress, itemTitle } from "../format/item-labels.ts";

/** The number of classes that fit in a row. */
const MAX_CLASSES = 3;
/** A class with a lower score is not relevant. */
const MIN_SCORE = 0.05;

/** Builds the content of an item's row. */
export function buildRowContent(item: Item): readonly Node[] {
  const classes = selectRowClasses(item);
  return [
    element("span", { class: "row-kind" }, [icon(selectKindIcon(item))]),
    element("span", { class: "row-name" }, [itemTitle(item)]),
    element("span", { class: "row-mark" }, [buildMark(item)]),
    element("span", { class: "row-facts" }, [
      `${item.project} · `,
      element("time", { datetime: item.submittedOn }, [formatDateTime(item.submittedOn)]),
      item.frameCount > 0 ? ` · ${formatCount(item.frameCount, "frame")}` : null,
      item.decidedBy === "reviewer"
        ? element("span", { class: "human" }, [icon("person"), "by a reviewer"])
        : null,
    ]),
    ...(item.tags.length > 0 ? [tagChips(item.tags)] : []),
    // Space is reserved while classes may arrive, so that the layout does not shift.
    ...(classes.length > 0 || isInProgress(item.state) ? [buildClasses(classes)] : []),
  ];
}

function buildClasses(classes: Item["topClasses"]): Node {
  return element(
    "span",
    { class: "row-classes" },
    classes.map(({ class: name, score, scale }) =>
      element("span", { class: "class" }, [
        element("span", {}, [name]),
        " ",
        element("b", {}, [formatScore(score, scale)]),
      ]),
    ),
  );
}

/** Shows the state of an item in progress, and the decision on a finished one. */
function buildMark(item: Item): Node {
  if (item.state === "done" && item.decision !== null) return decisionBadge(item.decision);
  const mark = element("span", { class: `state ${item.state}` }, [
    isInProgress(item.state) ? element("span", { class: "pulse" }) : null,
    STATE_LABELS[item.state],
  ]);
  if (item.decision === null || isInProgress(item.state)) return mark;
  return element("span", { class: "marks" }, [mark, decisionBadge(item.decision)]);
}

function selectKindIcon({ source }: Item): "picture" | "video" | "link" | "text" {
  if (source.kind === "url") return "link";
  if (source.kind === "text") return "text";
  return source.contentType.startsWith("video/") ? "video" : "picture";
}

/**
 * Selects the classes of a row. The class that caused a Block or Review decision comes first, even with a low score.
 */
export function selectRowClasses({
  topClasses,
  decision,
}: Pick<Item, "topClasses" | "decision">): Item["topClasses"] {
  const isForClass = decision === "block" || decision === "review";
  return topClasses
    .filter(({ score }, index) => score >= MIN_SCORE || (isForClass && index === 0))
    .slice(0, MAX_CLASSES);
}
