import type { Item } from "../api/desk-api.ts";

/** An item for tests: a picture that was allowed, unless they say otherwise. */
export function itemOf(id: string, part: Partial<Item> = {}): Item {
  return {
    id,
    project: "colors",
    source: { kind: "media", filename: `${id}.jpg`, contentType: "image/jpeg", sizeBytes: 1 },
    state: "done",
    submittedOn: `2026-01-01T00:00:0${id}.000Z`,
    frameCount: 1,
    decision: "allow",
    decidedBy: "policy",
    topClasses: [],
    chargeUsd: null,
    failure: null,
    ...part,
  };
}
