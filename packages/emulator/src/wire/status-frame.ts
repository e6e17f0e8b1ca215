import type { AnswerBox, AnswerFrame } from "../model/answer-frame.ts";
import { MASK_MAPPING } from "../model/color-mask.ts";

/** A class and how sure the model is of it, 0 to 1; for texts a level, 0 to 3, or -1 where it is not supported. */
export type ReplyClass = {
  /** The class's name. */
  readonly class: string;
  /** 0 to 1; for texts 0 to 3, or -1. */
  readonly score: number;
};

/** A detected object; coordinates are pixels from the top left. `meta` is an object, as live replies have it; V1DOCS calls it an array. */
export type BoundingPoly = {
  /** The corners, clockwise from the top left (order: ours; Hive's pages disagree). */
  readonly vertices: readonly {
    /** Pixels from the left. */
    readonly x: number;
    /** Pixels from the top. */
    readonly y: number;
  }[];
  /** The same box by its edges. */
  readonly dimensions: {
    /** Pixels from the top of the picture to the box. */
    readonly top: number;
    /** Pixels from the top of the picture to the box's end. */
    readonly bottom: number;
    /** Pixels from the left of the picture to the box. */
    readonly left: number;
    /** Pixels from the left of the picture to the box's end. */
    readonly right: number;
  };
  /** The classes of this box. */
  readonly classes: readonly ReplyClass[];
  /** Always empty here. */
  readonly keypoints: readonly [];
  /** Where the score comes from; type `color` is ours. */
  readonly meta: {
    /** What made it. */
    readonly type: "color";
    /** How sure that is, 0 to 1. */
    readonly score: number;
  };
};

/** One entry of `output` in v1 and v2: a frame at `time`, in seconds. */
export type ReplyFrame =
  | {
      /** Seconds from the start of the media; 0 for a picture. */
      readonly time: number;
      /** Every class of the model, with its score. */
      readonly classes: readonly ReplyClass[];
    }
  | {
      /** Seconds from the start of the media; 0 for a picture. */
      readonly time: number;
      /** What was detected; empty where nothing was. */
      readonly bounding_poly: readonly BoundingPoly[];
    }
  | {
      /** Only where frames have times; V1DOCS has no `time` in a segmentation, so this is ours. */
      readonly time?: number;
      /** Where the mask is served: by the emulator itself (ours). */
      readonly url: string;
      /** Which pixel value, 0 to 255, stands for which class. */
      readonly mapping: readonly {
        /** The class. */
        readonly class: string;
        /** The value of its pixels, 0 to 255. */
        readonly value: number;
      }[];
    }
  | {
      /** Always 0: a text has no time. */
      readonly time: number;
      /** Where the piece of text begins; the end is exclusive. */
      readonly start_char_index: number;
      /** The first character behind it. */
      readonly end_char_index: number;
      /** Every class of the model, with its level. */
      readonly classes: readonly ReplyClass[];
    };

/** Writes a frame as v1 and v2 have it. Source: V1DOCS, "output object"; reference/hive-api.md, sections 1.4, 1.5 and 2.6. */
export function statusFrame(
  frame: AnswerFrame,
  options: { readonly isMoving: boolean; readonly maskUrl: () => string },
): ReplyFrame {
  switch (frame.kind) {
    case "classes":
      return { time: frame.timeSeconds, classes: classesOf(frame) };
    case "boxes":
      return { time: frame.timeSeconds, bounding_poly: frame.boxes.map(boundingPoly) };
    case "mask":
      return {
        ...(options.isMoving ? { time: frame.timeSeconds } : {}),
        url: options.maskUrl(),
        mapping: MASK_MAPPING,
      };
    case "text":
      return { time: 0, start_char_index: frame.start, end_char_index: frame.end, classes: classesOf(frame) };
    default:
      return frame satisfies never;
  }
}

function classesOf(frame: {
  readonly classes: readonly string[];
  readonly scores: readonly number[];
}): ReplyClass[] {
  return frame.classes.map((name, place) => ({ class: name, score: frame.scores[place] ?? 0 }));
}

function boundingPoly({ class: name, score, left, top, right, bottom }: AnswerBox): BoundingPoly {
  return {
    vertices: [
      { x: left, y: top },
      { x: right, y: top },
      { x: right, y: bottom },
      { x: left, y: bottom },
    ],
    dimensions: { top, bottom, left, right },
    classes: [{ class: name, score }],
    keypoints: [],
    meta: { type: "color", score },
  };
}
