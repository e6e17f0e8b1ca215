import type { AiGeneratedClassName } from "./ai-generated-classes.ts";
import type { TextClassName } from "./text-classes.ts";
import type { VisualClassName } from "./visual-classes.ts";

/** A class that Hive documents, or that was seen in a reply; `@hivekit/core/classes` has them as data. */
export type KnownClassName = VisualClassName | TextClassName | AiGeneratedClassName;

/**
 * The name of a class of a model, exactly as Hive writes it, for example `yes_smoking`. Known names are offered by the editor.
 *
 * An open set: Hive adds classes, and projects of your own have names of your own. A class is not harmless because its name
 * does not begin with `yes_`: `text` and `very_bloody` are positives, `general_not_nsfw_not_suggestive` is a negative.
 */
export type ClassName = KnownClassName | (string & {});

/** How sure the model is of one class. */
export type ClassScore = {
  /** The class. */
  readonly class: ClassName;
  /**
   * For a frame with `scale: "probability"`, the confidence, 0 to 1; the classes of one head sum to 1.
   * For `scale: "level"`, the severity, a whole number from 0 to 3.
   */
  readonly score: number;
};
