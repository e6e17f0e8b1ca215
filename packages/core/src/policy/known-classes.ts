import { AI_GENERATED_CLASSES, AI_SOURCE_CLASSES } from "../result/ai-generated-classes.ts";
import { isNegativeClass } from "../result/class-heads.ts";
import { TEXT_CLASSES } from "../result/text-classes.ts";
import { VISUAL_HEADS } from "../result/visual-heads.ts";

/** The classes that Hivekit knows and that are scored with probabilities. */
export const PROBABILITY_CLASSES: ReadonlySet<string> = new Set([
  ...VISUAL_HEADS.flatMap(({ classes }) => classes),
  ...AI_GENERATED_CLASSES,
  ...AI_SOURCE_CLASSES,
]);

/** The classes that Hivekit knows and that are scored with levels. */
export const LEVEL_CLASSES: ReadonlySet<string> = new Set(TEXT_CLASSES.map(({ name }) => name));

/** `none` is the source of a picture that no machine made. */
const OTHER_NEGATIVES: ReadonlySet<string> = new Set(["not_ai_generated", "none"]);

/** Whether a class is known to say that there is nothing of its kind. */
export function meansNothing(name: string): boolean {
  return OTHER_NEGATIVES.has(name) || isNegativeClass(name) === true;
}
