import type { Decision } from "@hivekit/core/policy";
import type { Item, ItemState } from "../api/desk-api.ts";

/** Which items the list shows; `null`: whatever it is. */
export type ListFilter = {
  readonly decision: Decision | null;
  readonly class: string | null;
  readonly project: string | null;
  readonly state: ItemState | null;
};

/** The decisions, as they are offered: what asks for a person first. */
export const DECISIONS = ["review", "unknown", "block", "allow"] as const satisfies readonly Decision[];
/** The states, as they are offered. */
export const STATES = [
  "submitting",
  "waiting",
  "done",
  "failed",
  "cancelled",
  "interrupted",
] as const satisfies readonly ItemState[];

/** Shows all. */
export const NO_FILTER: ListFilter = { decision: null, class: null, project: null, state: null };

/** Reads a filter; what is not known is left out. */
export function readFilter(query: URLSearchParams): ListFilter {
  const decision = query.get("decision");
  const state = query.get("state");
  return {
    decision: DECISIONS.find((one) => one === decision) ?? null,
    class: query.get("class") || null,
    project: query.get("project") || null,
    state: STATES.find((one) => one === state) ?? null,
  };
}

/** Writes a filter, in a fixed order; `""` for the one that shows all. */
export function writeFilter(filter: ListFilter): string {
  const query = new URLSearchParams();
  for (const name of ["decision", "class", "project", "state"] as const) {
    const value = filter[name];
    if (value !== null) query.set(name, value);
  }
  return query.toString();
}

/** Whether an item is among those that the filter shows. Of a class only the strongest ones are known here. */
export function matchesFilter(item: Item, filter: ListFilter): boolean {
  return (
    (filter.decision === null || item.decision === filter.decision) &&
    (filter.project === null || item.project === filter.project) &&
    (filter.state === null || item.state === filter.state) &&
    (filter.class === null || item.topClasses.some((one) => one.class === filter.class))
  );
}
