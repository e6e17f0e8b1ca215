import type { VISUAL_HEADS } from "./visual-heads.ts";

/**
 * The name of a class of Hive's visual moderation model that Hivekit knows; the union of the classes in `VISUAL_HEADS`.
 *
 * Not every name that Hive may answer: Hive adds classes, and a head trained for you has names with a prefix and a dash.
 */
export type VisualClassName = (typeof VISUAL_HEADS)[number]["classes"][number];

/** One question that the visual moderation model answers. The scores of its classes, each 0 to 1, sum to 1. */
export type VisualHead = {
  /** Hivekit's name of the head, for example `gun`: Hive's replies list the classes of all heads in one row, without names. */
  readonly name: (typeof VISUAL_HEADS)[number]["name"];
  /** The classes that the head chooses between, in Hive's order: by name. Never empty. */
  readonly classes: readonly VisualClassName[];
  /**
   * Those of `classes` that mean that nothing of the kind is there. Empty for `image_type`, whose classes are all a statement of
   * their own.
   */
  readonly negatives: readonly VisualClassName[];
  /** The model that first answered the head: that of 2020, that of 2023, or a later one, known from Hive's class list only. */
  readonly since: "2020" | "2023" | "later";
};
