import type { VisualHead } from "./visual-classes.ts";
import { VISUAL_HEADS } from "./visual-heads.ts";

// A map, because a lookup in an object also matches "constructor" and "__proto__".
const HEADS_BY_CLASS: ReadonlyMap<string, VisualHead> = new Map(
  VISUAL_HEADS.flatMap((head: VisualHead) => head.classes.map((className) => [className, head] as const)),
);

/**
 * Returns the head of the visual moderation model that a class belongs to.
 *
 * @param className - The name exactly as in Hive's responses.
 * @returns `null` for a class that is not in `VISUAL_HEADS`, because it belongs to another model or a custom head, or
 * is newer than Hivekit.
 */
export function headOf(className: string): VisualHead | null {
  return HEADS_BY_CLASS.get(className) ?? null;
}

/**
 * Whether a class of the visual moderation model reports the absence of its subject, as `no_gun` does.
 *
 * @param className - The name exactly as in Hive's responses.
 * @returns `null` for a class that is not in `VISUAL_HEADS`. Do not treat an unknown class as harmless, even if its
 * name begins with `no_`.
 */
export function isNegativeClass(className: string): boolean | null {
  const head = headOf(className);
  return head === null ? null : head.negatives.some((negative) => negative === className);
}
