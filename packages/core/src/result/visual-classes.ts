import type { VISUAL_HEADS } from "./visual-heads.ts";

/**
 * A known class of Hive's visual moderation model: the union of the classes in `VISUAL_HEADS`.
 *
 * Hive may return others: it adds classes, and a custom head has names with a prefix and a dash.
 */
export type VisualClassName = (typeof VISUAL_HEADS)[number]["classes"][number];

/** A head of the visual moderation model: a set of exclusive classes. Their scores, each 0 to 1, sum to 1. */
export type VisualHead = {
  /**
   * Hivekit's name for the head, for example `gun`. Hive's responses list the classes of all heads without head names.
   */
  readonly name: (typeof VISUAL_HEADS)[number]["name"];
  /** The classes of the head, in Hive's order, which is by name. Never empty. */
  readonly classes: readonly VisualClassName[];
  /** The classes that report the absence of the subject. Empty for `image_type`, which has no such class. */
  readonly negatives: readonly VisualClassName[];
  /** The first model with this head: that of 2020, that of 2023, or a later one, known only from Hive's class list. */
  readonly since: "2020" | "2023" | "later";
};
