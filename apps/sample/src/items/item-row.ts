import type { Item, ItemFrame } from "../../api/desk-api.ts";
import type { frames, items } from "../database/schema.ts";

/** A row of the table `items`. */
export type ItemRow = typeof items.$inferSelect;

/** Whether an item is finished, so that its state no longer changes automatically. */
export function isFinished({ state }: Pick<Item, "state">): boolean {
  return state !== "submitting" && state !== "waiting";
}

/** Converts a row to an item of the list. */
export function toItem(row: ItemRow): Item {
  return {
    id: row.id,
    project: row.project,
    source: row.source,
    state: row.state,
    submittedOn: row.submittedOn.toISOString(),
    frameCount: row.frameCount,
    decision: row.reviewerDecision ?? row.decision,
    decidedBy: row.reviewerDecision !== null ? "reviewer" : row.decision !== null ? "policy" : null,
    topClasses: row.topClasses,
    chargeUsd: row.chargeUsd,
    failure: row.failure,
  };
}

/** Converts a row of the table `frames` to a frame. */
export function toItemFrame({
  position,
  frame,
}: Pick<typeof frames.$inferSelect, "position" | "frame">): ItemFrame {
  return { ...frame, position };
}
