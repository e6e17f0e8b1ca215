import type { ItemFrame } from "../api/desk-api.ts";

/** A frame for tests: a classification with these scores. */
export function frameOf(
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
