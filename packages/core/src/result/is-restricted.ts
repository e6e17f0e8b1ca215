import type { Frame } from "./frame.ts";

/** Hive documents no threshold. Public clients use this one. */
const DEFAULT_CSAM_THRESHOLD = 0.9;

/**
 * Checks whether media must not be shown, copied, exported or sent to another model, because it may be child sexual
 * abuse material: a hash matches, or `csam` reaches its threshold. See docs/csam.md.
 *
 * @param frame - A frame of any kind.
 * @param csamThreshold - The lowest score of `csam` that counts, 0 to 1. @defaultValue 0.9
 */
export function isRestricted(
  { match, classes }: Pick<Frame, "match" | "classes">,
  csamThreshold: number = DEFAULT_CSAM_THRESHOLD,
): boolean {
  return (
    match?.isMatched === true ||
    classes.some(({ class: name, score }) => name === "csam" && score >= csamThreshold)
  );
}
