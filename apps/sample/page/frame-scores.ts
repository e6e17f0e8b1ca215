import type { ItemFrame } from "../api/desk-api.ts";

/**
 * What a frame says of classes, whatever its kind: scores of the frame as a whole; of objects, the highest one of each class.
 * A mask has none: how much of the picture a class covers is in its pixels.
 */
export function scoresOf(frame: ItemFrame): ReadonlyMap<string, number> {
  const scores = new Map<string, number>();
  const named = [...frame.classes, ...frame.boxes.flatMap((box) => box.classes)];
  for (const { class: name, score } of named) scores.set(name, Math.max(score, scores.get(name) ?? 0));
  return scores;
}
