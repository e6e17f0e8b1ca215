import type { Decision } from "@hivekit/core/policy";
import type { Item } from "../api/desk-api.ts";
import { countText, isUnderWay, nameOf } from "./words.ts";

/** Whether an item is to be taken for harmful: as long as nobody and nothing allowed it, and it is over. */
export function mayBeHarmful({ state, decision }: Pick<Item, "state" | "decision">): boolean {
  return decision !== "allow" || isUnderWay(state);
}

const DECISION_HARM: Readonly<Record<Decision, string>> = {
  block: "It may be harmful: the decision is Block.",
  review: "It may be harmful: a person should review it.",
  unknown: "It may be harmful: nobody knows.",
  allow: "The decision is Allow.",
};

/** What an item is called where anybody may see it: a text that may be harmful is not its own name. */
export function titleOf(item: Pick<Item, "source" | "state" | "decision">): string {
  const { source } = item;
  if (source.kind !== "text" || !mayBeHarmful(item)) return nameOf(source);
  return `Text of ${countText(Array.from(source.text).length, "character")}`;
}

/** Why something is not shown at once, as a sentence. */
export function harmWords({ state, decision }: Pick<Item, "state" | "decision">): string {
  if (state === "waiting") return "It may be harmful: the answer has not come yet.";
  if (isUnderWay(state)) return "It may be harmful: the verdict is not complete.";
  if (decision === null) return "It may be harmful: nobody knows.";
  return DECISION_HARM[decision];
}
