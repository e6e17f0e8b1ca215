import { createOptionError, numberFrom } from "../options/check-options.ts";
import type { Frame } from "../result/frame.ts";

/** Hive documents no threshold. Public clients use this one. */
const DEFAULT_CSAM_THRESHOLD = 0.9;

const checkThreshold = numberFrom(0, 1);

/**
 * Checks whether media must not be shown, copied, exported or sent to another model, because it may be child sexual
 * abuse material: a hash matches, or `csam` reaches its threshold. See docs/csam.md.
 *
 * `false` does not mean that the media was checked: the frame may be from another model, or not evaluated.
 *
 * @param frame - A frame of any kind.
 * @param csamThreshold - The lowest score of `csam` that counts, 0 to 1. @defaultValue 0.9
 * @throws HiveConfigError if the threshold is not a number from 0 to 1.
 */
export function isRestricted(
  { match, classes }: Pick<Frame, "match" | "classes">,
  csamThreshold: number = DEFAULT_CSAM_THRESHOLD,
): boolean {
  checkThreshold(csamThreshold, "csamThreshold", (path, problem) => {
    throw createOptionError({ path, problem }, "isRestricted");
  });
  return (
    match?.isMatched === true ||
    classes.some(({ class: name, score }) => name === "csam" && score >= csamThreshold)
  );
}
