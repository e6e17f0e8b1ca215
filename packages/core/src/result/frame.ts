import type { BoxClass, ClassName, ClassScore } from "./class-score.ts";

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
  readonly classes: readonly BoxClass[];
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

/**
 * The speech in audio or video. It is part of the submission: do not log it.
 *
 * Source: https://docs.thehive.ai/reference/audio and https://docs.thehive.ai/reference/speech-moderation (read
 * 2026-11-30).
 */
export type Transcript = {
  /** The complete text; `""` if Hive sent none. */
  readonly text: string;
  /** The language that Hive detected, for example `EN`; `null` if the response does not report it. */
  readonly language: string | null;
  /** The words in order of time; `[]` if Hive sent none. */
  readonly words: readonly TranscriptWord[];
};

/** A word of a transcript. */
export type TranscriptWord = {
  /** The word: the first alternative. */
  readonly text: string;
  /** Seconds from the start of the media; `null` if Hive sent none. */
  readonly startSeconds: number | null;
  /** The confidence that this word was spoken, 0 to 1; `null` if Hive sent none. It says nothing about harm. */
  readonly score: number | null;
  /** All readings of the word that Hive sent, in Hive's order, including the first one. */
  readonly alternatives: readonly {
    /** The word. */
    readonly text: string;
    /** The confidence, 0 to 1; `null` if Hive sent none. */
    readonly score: number | null;
  }[];
};

/**
 * A text inside a frame: a block in an image, a segment of speech, or the source or result of a translation. It is part
 * of the submission: do not log it.
 *
 * Source: https://docs.thehive.ai/reference/ocr-moderation, https://docs.thehive.ai/reference/text-recognition-ocr and
 * https://docs.thehive.ai/reference/translation-1 (read 2026-11-30).
 */
export type TextBlock = {
  /** The text; `""` if Hive sent none. */
  readonly text: string;
  /** The language, for example `EN`; `null` if the response does not report it. */
  readonly language: string | null;
  /** The place in the image: around all boxes of the block; `null` if there are none, as for speech. */
  readonly box: Box | null;
  /**
   * The classes of this text, in Hive's order, on the `scale` of the frame, without those that the model does not
   * support; `[]` if the model only reads the text.
   */
  readonly classes: readonly ClassScore[];
};

/**
 * The comparison of media with hashes of known material. It contains no hash value.
 *
 * Source: https://docs.thehive.ai/reference/csam-detection-combined-api-reference (read 2026-11-30).
 */
export type Match = {
  /** Whether any hash matches. If it does, Hivekit does not show, export or store the media; see docs/csam.md. */
  readonly isMatched: boolean;
  /** The types of the matches, as Hive writes them: `CSAM`, `SE`. `[]` if Hive sent none. */
  readonly types: readonly string[];
  /** The hashes that were compared; `[]` if Hive sent none. */
  readonly hashes: readonly MatchHash[];
};

/** A hash of an image, a video, or a scene of a video. */
export type MatchHash = {
  /** The kind of hash, for example `saferhashv0`, `md5` or `videoSaferhashv0`; `""` if Hive sent none. */
  readonly type: string;
  /** Whether this hash matches. */
  readonly isMatched: boolean;
  /** The names of the hash sets that it matches. `redactTask` removes them. */
  readonly sources: readonly string[];
  /** The start of the scene, probably in seconds; `null` for images and complete videos. Hive documents no unit. */
  readonly startSeconds: number | null;
  /** The end of the scene, as `startSeconds`. */
  readonly endSeconds: number | null;
};

/** The kind of a frame. It depends on the keys that are present in Hive's response. */
export type FrameKind =
  | "classification"
  | "detection"
  | "segmentation"
  | "text"
  | "transcript"
  | "match"
  | "other";

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
   * The classes that the model does not support here, for example in the language of the text. In a frame with several
   * texts, also the classes that it did not score in all of them; their highest known score is in `classes`.
   */
  readonly unsupportedClasses: readonly ClassName[];
  /** The detected objects, in Hive's order. */
  readonly boxes: readonly Box[];
  /** The segmentation mask; `null` for every other kind. */
  readonly mask: Mask | null;
  /** The speech; `null` for every kind except `transcript`. */
  readonly transcript: Transcript | null;
  /** The texts inside the frame, in Hive's order; `[]` if there are none. */
  readonly textBlocks: readonly TextBlock[];
  /** The comparison with known hashes; `null` for every kind except `match`. */
  readonly match: Match | null;
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
