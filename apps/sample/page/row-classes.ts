import type { Item } from "../api/desk-api.ts";

/** A line has room for so many classes. */
const MOST_CLASSES = 3;
/** What scored less says nothing of an item. */
const LEAST_SCORE = 0.05;

/** The classes that a line of the list shows of an item: first the one that it was blocked or is reviewed for, however little it scored. */
export function rowClasses({
  topClasses,
  decision,
}: Pick<Item, "topClasses" | "decision">): Item["topClasses"] {
  const isForClass = decision === "block" || decision === "review";
  return topClasses
    .filter(({ score }, place) => score >= LEAST_SCORE || (isForClass && place === 0))
    .slice(0, MOST_CLASSES);
}
