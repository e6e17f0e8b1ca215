import type { Decision } from "@hivekit/core/policy";
import type { Item, ItemSource, ItemState } from "../../api/desk-api.ts";
import { formatCount } from "./format-values.ts";

const MAX_NAME_CHARACTERS = 80;

/** The labels of the decisions. */
export const DECISION_LABELS: Readonly<Record<Decision, string>> = {
  block: "Block",
  review: "Review",
  unknown: "Unknown",
  allow: "Allow",
};

/** The labels of the states. */
export const STATE_LABELS: Readonly<Record<ItemState, string>> = {
  submitting: "In progress",
  waiting: "Waiting",
  done: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
  interrupted: "Interrupted",
};

/** Whether a result may still arrive. */
export function isInProgress(state: ItemState): boolean {
  return state === "submitting" || state === "waiting";
}

/** Names content: the file name, the URL without its query, or the beginning of the text. */
export function describeSource(source: ItemSource): string {
  if (source.kind === "media") return source.filename;
  if (source.kind === "url") return describeUrl(source.url);
  const line = source.text.trim().replace(/\s+/g, " ");
  return line.length > MAX_NAME_CHARACTERS ? `${line.slice(0, MAX_NAME_CHARACTERS)}…` : line;
}

/** The query is omitted, because it may contain credentials. */
function describeUrl(url: string): string {
  if (!URL.canParse(url)) return url;
  const { host, pathname } = new URL(url);
  return pathname === "/" ? host : `${host}${pathname}`;
}

/** Returns whether an item's content is hidden by default. Only the content of finished, allowed items is shown. */
export function mayBeHarmful({ state, decision }: Pick<Item, "state" | "decision">): boolean {
  return decision !== "allow" || isInProgress(state);
}

const SHORT_ID_CHARACTERS = 8;

/** Returns a title that is safe to show. It does not contain text that may be harmful. */
export function itemTitle(item: Pick<Item, "id" | "source" | "isRestricted" | "state" | "decision">): string {
  const { source } = item;
  if (item.isRestricted) return `Restricted item ${item.id.slice(0, SHORT_ID_CHARACTERS)}`;
  if (source.kind !== "text" || !mayBeHarmful(item)) return describeSource(source);
  return `Text (${formatCount(Array.from(source.text).length, "character")})`;
}

const HARM_BY_DECISION: Readonly<Record<Decision, string>> = {
  block: "May be harmful: the decision is Block.",
  review: "May be harmful: needs review.",
  unknown: "May be harmful: the decision is Unknown.",
  allow: "The decision is Allow.",
};

/** Explains in one sentence why an item's content is hidden. */
export function describeHarm({ state, decision }: Pick<Item, "state" | "decision">): string {
  if (state === "waiting") return "May be harmful: waiting for a reviewer.";
  if (isInProgress(state)) return "May be harmful: the verdict is not complete.";
  if (decision === null) return "May be harmful: there is no decision.";
  return HARM_BY_DECISION[decision];
}
