import type { AiGeneratedClassName } from "./ai-generated-classes.ts";
import type { CsamClassName } from "./csam-classes.ts";
import type { TextClassName } from "./text-classes.ts";
import type { VisualClassName } from "./visual-classes.ts";

/** A class that Hive documents, or that a response contained. `@hivekit/core/classes` exports the classes as data. */
export type KnownClassName = VisualClassName | TextClassName | AiGeneratedClassName | CsamClassName;

/**
 * The name of a class, exactly as in Hive's responses, for example `yes_smoking`. Editors complete the known names.
 *
 * The set is open: Hive adds classes, and custom projects have custom names. The prefix does not show whether a class
 * is harmless: `text` and `very_bloody` are positive classes, `general_not_nsfw_not_suggestive` is a negative one.
 */
export type ClassName = KnownClassName | (string & {});

/** The score of one class. */
export type ClassScore = {
  /** The class. */
  readonly class: ClassName;
  /**
   * In a frame with `scale: "probability"`, the confidence, 0 to 1; the scores of one head sum to 1.
   * With `scale: "level"`, the severity, a whole number from 0 to 3.
   */
  readonly score: number;
};

/** A class of a detected object. */
export type BoxClass = {
  /** The class. */
  readonly class: ClassName;
  /**
   * The confidence, 0 to 1; `null` if Hive sent none, as for logos. Such a class neither makes a condition hold nor
   * rules one out.
   */
  readonly score: number | null;
};
