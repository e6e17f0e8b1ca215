import type { Decision } from "@hivekit/core/policy";
import type { Item, ItemState } from "../../api/desk-api.ts";

/** Which items the list shows; `null` matches all items. */
export type ItemFilter = {
  readonly decision: Decision | null;
  readonly class: string | null;
  readonly tag: string | null;
  readonly project: string | null;
  readonly state: ItemState | null;
};

/** The decisions in the order of the filter: those that need a reviewer first. */
export const DECISIONS = ["review", "unknown", "block", "allow"] as const satisfies readonly Decision[];
/** The states in the order of the filter. */
export const STATES = [
  "submitting",
  "waiting",
  "done",
  "failed",
  "cancelled",
  "interrupted",
] as const satisfies readonly ItemState[];

/** Matches all items. */
export const NO_FILTER: ItemFilter = { decision: null, class: null, tag: null, project: null, state: null };

/** Reads a filter; unknown values are ignored. */
export function readFilter(query: URLSearchParams): ItemFilter {
  const decision = query.get("decision");
  const state = query.get("state");
  return {
    decision: DECISIONS.find((one) => one === decision) ?? null,
    class: query.get("class") || null,
    tag: query.get("tag") || null,
    project: query.get("project") || null,
    state: STATES.find((one) => one === state) ?? null,
  };
}

/** Writes a filter in a fixed order; `""` if it matches all items. */
export function writeFilter(filter: ItemFilter): string {
  const query = new URLSearchParams();
  for (const name of ["decision", "class", "tag", "project", "state"] as const) {
    const value = filter[name];
    if (value !== null) query.set(name, value);
  }
  return query.toString();
}

/** Tests whether the filter matches an item. The page knows only the top classes of an item. */
export function matchesFilter(item: Item, filter: ItemFilter): boolean {
  return (
    (filter.decision === null || item.decision === filter.decision) &&
    (filter.project === null || item.project === filter.project) &&
    (filter.state === null || item.state === filter.state) &&
    (filter.tag === null || item.tags.includes(filter.tag)) &&
    (filter.class === null || item.topClasses.some((one) => one.class === filter.class))
  );
}
