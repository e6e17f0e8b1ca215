/**
 * The name of a class of a model, exactly as Hive writes it, for example `yes_smoking`.
 *
 * An open set: Hive adds classes, and projects of your own have names of your own. A class is not harmless because its name
 * does not begin with `yes_`: `text` and `very_bloody` are positives, `general_not_nsfw_not_suggestive` is a negative.
 */
export type ClassName = string;

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
