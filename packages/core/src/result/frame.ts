import type { ClassName, ClassScore } from "./class-score.ts";

/** A point in the picture. */
export type Vertex = {
  /** Pixels from the left edge; may be fractional. */
  readonly x: number;
  /** Pixels from the top edge; may be fractional. */
  readonly y: number;
};

/** The upright rectangle around a box, in pixels from the left and the top edge of the picture. */
export type Bounds = {
  /** Pixels from the left edge of the picture to the left side. */
  readonly left: number;
  /** Pixels from the top edge of the picture to the upper side. */
  readonly top: number;
  /** Pixels from the left edge of the picture to the right side. */
  readonly right: number;
  /** Pixels from the top edge of the picture to the lower side. */
  readonly bottom: number;
};

/**
 * One object that a detection model found.
 *
 * Source: Hive's v1 documentation, "bounding_poly object" (read 2026-11-24).
 */
export type Box = {
  /** The points around the object, in Hive's order: which corner comes first differs between models. */
  readonly vertices: readonly Vertex[];
  /** From Hive's `dimensions` where they are given, else from the vertices. All 0 if Hive gave neither. */
  readonly bounds: Bounds;
  /** What the object is, as Hive orders it, with probabilities from 0 to 1. Empty if Hive named nothing: then the frame is not evaluated. */
  readonly classes: readonly ClassScore[];
  /** Key points, undecoded: no public reply shows their form. Empty if there are none. */
  readonly keypoints: readonly unknown[];
  /** What else Hive says of the object, undecoded: an array by the documentation, an object in live replies. `null` if absent. */
  readonly meta: unknown;
};

/**
 * A picture of the same size as the frame in which each pixel's value names a class.
 *
 * Source: Hive's v1 documentation, "mapping object" (read 2026-11-24).
 */
export type Mask = {
  /** Where the mask can be fetched. It may be signed: do not log its query. */
  readonly url: string;
  /** Which pixel value, 0 to 255, stands for which class. */
  readonly mapping: readonly {
    /** The class. */
    readonly class: ClassName;
    /** The value of its pixels, 0 to 255. */
    readonly value: number;
  }[];
};

/** What a frame's keys say it is. */
export type FrameKind = "classification" | "detection" | "segmentation" | "text" | "other";

/**
 * What the model says of one picture, or of one moment of a GIF or video, or of one stretch of a text.
 *
 * Frames come in Hive's order, by time. `classes: []` on a classification does not mean that nothing was found: it means that
 * nothing is known, and `evaluated` is `false`. `boxes: []` on a detection does mean that nothing was found.
 */
export type Frame = {
  /** What the frame's keys say it is. `other`: a form that Hivekit does not know; see `raw`. */
  readonly kind: FrameKind;
  /** Which of the task's results the frame belongs to, from 0. */
  readonly resultIndex: number;
  /** The frame's place in its result, from 0. Not a time, and not the number of the frame in the video. */
  readonly index: number;
  /** Seconds from the start of the media; may be fractional. `null` if Hive gave none. */
  readonly timeSeconds: number | null;
  /** Whether the model judged this frame. What was not judged must never be taken for harmless. */
  readonly evaluated: boolean;
  /** The scores of the frame as a whole, in Hive's order. Empty for detection and segmentation, unless Hive sends both. */
  readonly classes: readonly ClassScore[];
  /** What the scores of `classes` mean. */
  readonly scale: "probability" | "level";
  /** Classes that the model cannot judge here, for example in this language. Never part of `classes`. */
  readonly unsupportedClasses: readonly ClassName[];
  /** The objects that were found, in Hive's order. */
  readonly boxes: readonly Box[];
  /** The segmentation mask; `null` for every other kind. */
  readonly mask: Mask | null;
  /** Which characters of a text the frame is about, `end` not included; `null` if Hive names none, as for most media. */
  readonly span: {
    /** Index of the first character. */
    readonly start: number;
    /** Index after the last character. */
    readonly end: number;
  } | null;
  /** The frame as Hive sent it. It shares objects with `classes`: change neither. */
  readonly raw: unknown;
};
