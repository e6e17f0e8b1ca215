import type { Item, ItemDetail, ItemFrame, ItemSource } from "../../api/desk-api.ts";
import type { frames, items } from "../database/schema.ts";

/** A row of the table `items`. */
export type ItemRow = typeof items.$inferSelect;

const NO_TAGS = { tags: [], unknownTags: [] };

/** Whether an item is finished, so that its state no longer changes automatically. */
export function isFinished({ state }: Pick<Item, "state">): boolean {
  return state !== "submitting" && state !== "waiting";
}

/** Converts a row to an item of the list. Withholds the source of a restricted item. */
export function toItem(row: ItemRow): Item {
  return {
    id: row.id,
    project: row.project,
    source: row.isRestricted ? withholdSource(row.source) : row.source,
    isRestricted: row.isRestricted,
    state: row.state,
    submittedOn: row.submittedOn.toISOString(),
    frameCount: row.frameCount,
    decision: row.reviewerDecision ?? row.decision,
    decidedBy: row.reviewerDecision !== null ? "reviewer" : row.decision !== null ? "policy" : null,
    topClasses: row.topClasses,
    tags: row.tags,
    chargeUsd: row.chargeUsd,
    failure: row.failure,
  };
}

/** Returns the result of an item without its frames. Withholds the media's URL and all text of a restricted item. */
export function toSummary({ summary, isRestricted }: ItemRow): ItemDetail["summary"] {
  if (summary === null || !isRestricted) return summary;
  const results = summary.results.map((result) => ({ ...result, media: null, text: null, provenance: null }));
  return { ...summary, results };
}

/** Returns the verdict on an item. Verdicts that older versions stored have no tags. */
export function toVerdict({ verdict }: Pick<ItemRow, "verdict">): ItemDetail["verdict"] {
  return verdict === null ? null : { ...NO_TAGS, ...verdict };
}

/** Removes the file name, the URL or the text. */
function withholdSource(source: ItemSource): ItemSource {
  if (source.kind === "media") return { ...source, filename: "" };
  return source.kind === "url" ? { kind: "url", url: "" } : { kind: "text", text: "" };
}

/** Converts a row of the table `frames` to a frame. */
export function toItemFrame({
  position,
  frame,
}: Pick<typeof frames.$inferSelect, "position" | "frame">): ItemFrame {
  return { ...frame, position };
}
