import type { ClassName } from "@hivekit/core";

/** A stretch of time in which a class holds. */
export type Segment = {
  /** The class. */
  readonly class: ClassName;
  /** Which of the task's results it is in, from 0. */
  readonly resultIndex: number;
  /** Seconds from the start of the media to its first frame. */
  readonly startSeconds: number;
  /**
   * Seconds from the start of the media to the end of its last frame, which the segment does not include. Equal to `startSeconds` where
   * that frame is the only one and nobody knows how long it lasts: a still picture.
   */
  readonly endSeconds: number;
  /** The highest score of the class in it: a probability, 0 to 1, or a level, 0 to 3. */
  readonly peakScore: number;
  /** In how many frames the class holds; those in its gaps are not counted. At least 1. */
  readonly frames: number;
};

/** When a segment of a class begins and ends. */
export type SegmentRule = {
  /** The least score of the frame with which a segment begins: a probability, 0 to 1, or for a class of a text model a whole level up to 3. */
  readonly enter: number;
  /**
   * The least score with which it goes on; at most `enter`. With a lower one, a score that wavers around `enter` does not cut it to pieces.
   * @defaultValue `enter`
   */
  readonly leave?: number | undefined;
  /**
   * How long a segment must last, its gaps included, in seconds, 0 or more; a shorter one is dropped. To the microsecond.
   * @defaultValue 0
   */
  readonly minSeconds?: number | undefined;
  /**
   * For how long, in seconds, 0 or more, the class may be left until it is entered again without ending the segment. To the microsecond.
   * @defaultValue 0
   */
  readonly gapSeconds?: number | undefined;
};

/** Classes, exactly as Hive writes them, and when their segments begin and end. One class at least. */
export type SegmentRules = { readonly [Name in ClassName]?: SegmentRule | undefined };
