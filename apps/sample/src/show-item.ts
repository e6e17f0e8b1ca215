import type { Item, ItemFrame } from "../api/desk-api.ts";
import type { frames, items } from "./schema.ts";

/** A row as the database has it. */
export type ItemRow = typeof items.$inferSelect;

/** Whether nothing more comes by itself. */
export function isOver({ state }: Pick<Item, "state">): boolean {
  return state !== "submitting" && state !== "waiting";
}

/** A row as the list shows it. */
export function showItem(row: ItemRow): Item {
  return {
    id: row.id,
    project: row.project,
    source: row.source,
    state: row.state,
    submittedOn: row.submittedOn.toISOString(),
    frameCount: row.frameCount,
    decision: row.humanDecision ?? row.decision,
    decidedBy: row.humanDecision !== null ? "person" : row.decision !== null ? "policy" : null,
    topClasses: row.topClasses,
    chargeUsd: row.chargeUsd,
    failure: row.failure,
  };
}

/** A frame as the page gets it. */
export function showFrame({
  position,
  frame,
}: Pick<typeof frames.$inferSelect, "position" | "frame">): ItemFrame {
  return { ...frame, position };
}
