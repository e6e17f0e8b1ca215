import type { Item, ItemFrame } from "../api/desk-api.ts";

/** Creates an item: an allowed picture, unless `overrides` says otherwise. */
export function createItem(id: string, overrides: Partial<Item> = {}): Item {
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
    ...overrides,
  };
}

/** Creates a classification frame with these scores. */
export function createFrame(
  position: number,
  timeSeconds: number | null,
  scores: Readonly<Record<string, number>>,
  resultIndex = 0,
): ItemFrame {
  return {
    position,
    index: position,
    kind: "classification",
    resultIndex,
    timeSeconds,
    evaluated: true,
    classes: Object.entries(scores).map(([name, score]) => ({ class: name, score })),
    scale: "probability",
    unsupportedClasses: [],
    boxes: [],
    mask: null,
    span: null,
  };
}
