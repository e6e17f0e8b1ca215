import type { ClassName, ClassScore } from "./class-score.ts";

/** A point in the image. */
export type Vertex = {
  /** Pixels from the left edge; may be fractional. */
  readonly x: number;
  /** Pixels from the top edge; may be fractional. */
  readonly y: number;
};

/** The axis-aligned rectangle around a box, in pixels from the left and top edges of the image. */
export type Bounds = {
  /** The left side, in pixels from the left edge of the image. */
  readonly left: number;
  /** The upper side, in pixels from the top edge of the image. */
  readonly top: number;
  /** The right side, in pixels from the left edge of the image. */
  readonly right: number;
  /** The lower side, in pixels from the top edge of the image. */
  readonly bottom: number;
};

/**
 * One detected object.
 *
 * Source: Hive's v1 documentation, "bounding_poly object" (read 2026-11-24).
 */
export type Box = {
  /** The points around the object, in Hive's order. The first corner differs between models. */
  readonly vertices: readonly Vertex[];
  /** The bounds from Hive's `dimensions`, otherwise computed from the vertices. All 0 if Hive sent neither. */
  readonly bounds: Bounds;
  /**
   * The classes of the object, in Hive's order, with probabilities from 0 to 1. Empty if Hive sent none; in that case,
   * the frame is not evaluated.
   */
  readonly classes: readonly ClassScore[];
  /** The key points, undecoded, because no public response shows their format. Empty if there are none. */
  readonly keypoints: readonly unknown[];
  /**
   * Additional data of the object, undecoded: an array in the documentation, an object in live responses. `null` if
   * absent.
   */
  readonly meta: unknown;
};

/**
 * A segmentation mask: an image of the same size as the frame, whose pixel values map to classes.
 *
 * Source: Hive's v1 documentation, "mapping object" (read 2026-11-24).
 */
export type Mask = {
  /** The URL of the mask. It may be signed: do not log its query. */
  readonly url: string;
  /** The classes of the pixel values. */
  readonly mapping: readonly {
    /** The class. */
    readonly class: ClassName;
    /** The pixel value of the class, 0 to 255. */
    readonly value: number;
  }[];
};

/** The kind of a frame. It depends on the keys that are present in Hive's response. */
export type FrameKind = "classification" | "detection" | "segmentation" | "text" | "other";

/**
 * The output of a model for one image, one moment of a GIF or video, or one segment of a text.
 *
 * Frames are in Hive's order, by time. `classes: []` in a classification means that nothing is known, and `evaluated`
 * is `false`. `boxes: []` in a detection means that nothing was detected.
 */
export type Frame = {
  /** The kind of the frame. `other` is a format that Hivekit does not know; see `raw`. */
  readonly kind: FrameKind;
  /** The index of the frame's result in the task, from 0. */
  readonly resultIndex: number;
  /** The index of the frame in its result, from 0. Not the frame number in the video. */
  readonly index: number;
  /** Seconds from the start of the media; may be fractional. `null` if Hive sent none. */
  readonly timeSeconds: number | null;
  /** Whether the model evaluated this frame. Never treat an unevaluated frame as harmless. */
  readonly evaluated: boolean;
  /**
   * The scores of the complete frame, in Hive's order. Empty for detection and segmentation, unless Hive sends both.
   */
  readonly classes: readonly ClassScore[];
  /** The scale of the scores in `classes`. */
  readonly scale: "probability" | "level";
  /**
   * The classes that the model does not support here, for example in the language of the text. Never part of
   * `classes`.
   */
  readonly unsupportedClasses: readonly ClassName[];
  /** The detected objects, in Hive's order. */
  readonly boxes: readonly Box[];
  /** The segmentation mask; `null` for every other kind. */
  readonly mask: Mask | null;
  /**
   * The range of characters in the text that the frame covers, `end` exclusive; `null` if Hive sends none, as for most
   * media.
   */
  readonly span: {
    /** Index of the first character. */
    readonly start: number;
    /** Index after the last character. */
    readonly end: number;
  } | null;
  /** The frame as Hive sent it. It shares objects with `classes`; do not modify either. */
  readonly raw: unknown;
};
