import type { VisualHead } from "./visual-classes.ts";
import { VISUAL_HEADS } from "./visual-heads.ts";

// A map, because an object would also find "constructor" and "__proto__".
const HEADS_BY_CLASS: ReadonlyMap<string, VisualHead> = new Map(
  VISUAL_HEADS.flatMap((head: VisualHead) => head.classes.map((className) => [className, head] as const)),
);

/**
 * Finds the head of the visual moderation model that a class belongs to.
 *
 * @param className - The name exactly as Hive writes it.
 * @returns `null` for a class that is not in `VISUAL_HEADS`: of another model, of a head of your own, or newer than Hivekit.
 */
export function headOf(className: string): VisualHead | null {
  return HEADS_BY_CLASS.get(className) ?? null;
}

/**
 * Tells whether a class of the visual moderation model means that nothing of its kind is there, as `no_gun` does.
 *
 * @param className - The name exactly as Hive writes it.
 * @returns `null` for a class that is not in `VISUAL_HEADS`. It may be anything: do not take it for harmless, also not if its name
 * begins with `no_`.
 */
export function isNegativeClass(className: string): boolean | null {
  const head = headOf(className);
  return head === null ? null : head.negatives.some((negative) => negative === className);
}
