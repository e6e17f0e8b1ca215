import type { AnswerBox, AnswerFrame, AnswerLogo } from "../model/answer-frame.ts";
import { MASK_MAPPING } from "../model/color-mask.ts";
import { listVertices, toDimensions, type BoxDimensions, type BoxVertex } from "./reply-box.ts";
import {
  toOcrFrame,
  toReplyClasses,
  toSpeechEntry,
  toTextBlockEntry,
  toTranscriptEntry,
  type OcrFrame,
  type ReplyClass,
  type SpeechEntry,
  type TextBlockEntry,
  type TranscriptEntry,
} from "./reply-text.ts";

/** A detected object. Coordinates are pixels from the top left corner. */
export type BoundingPoly = {
  /** The corners, clockwise from the top left. Hive's pages disagree about the order, so it is emulator behavior. */
  readonly vertices: readonly BoxVertex[];
  /** The edges of the same box. */
  readonly dimensions: BoxDimensions;
  /** The classes of the object. */
  readonly classes: readonly ReplyClass[];
  /** Always empty. */
  readonly keypoints: readonly [];
  /** The origin of the score. An object, as in live replies; V1DOCS calls it an array. */
  readonly meta: {
    /** The name of the detector, which is the emulator's own. */
    readonly type: "color";
    /** The confidence of the detector, 0 to 1. */
    readonly score: number;
  };
};

/** A logo. Coordinates are pixels from the top left corner. */
export type LogoPoly = {
  /** The edges of the box. */
  readonly dimensions: BoxDimensions;
  /** The corners, clockwise from the top left. */
  readonly vertices: readonly BoxVertex[];
  /** The brand, without a score. */
  readonly classes: readonly {
    /** The name of the class. */
    readonly class: string;
    /** The name of the brand. */
    readonly label: string;
  }[];
  /** Details of the logo. */
  readonly meta: {
    /** A UUID. The same media gets the same ids. */
    readonly id: string;
    /** Always `logo`. */
    readonly type: "logo";
    /** How clearly the logo is visible, 0 to 1. */
    readonly clarity: number;
    /** The objects on which the logo appears. */
    readonly locations: readonly {
      /** A UUID. */
      readonly id: string;
      /** The object, such as `car`. */
      readonly label: string;
      /** Its score, 0 to 1. */
      readonly score: number;
    }[];
  };
};

/** The faces in a frame: an entry of `response` of the celebrity model. */
export type CelebrityFrame = {
  /** The faces; empty if there are none. */
  readonly faces: readonly {
    /** The score of the name, 0 to 1; absent for `No Match`. */
    readonly score?: number;
    /** The name of the person, or `No Match`. */
    readonly match: string;
  }[];
  /** Seconds from the start of the media; 0 for an image. */
  readonly timestamp: number;
};

/** The tags of a model of AI-generated content. */
export type AlgorithmicTags = {
  /** The provenance in the file: texts by Hive's keys, such as `claim_generator`. */
  readonly c2pa: Readonly<Record<string, string | readonly string[]>>;
};

/** An entry of `output` in v1 and v2, which depends on the model. */
export type ReplyFrame =
  | {
      /** Seconds from the start of the media; 0 for an image. */
      readonly time: number;
      /** Every class of the model with its score. */
      readonly classes: readonly ReplyClass[];
      /** The provenance in the file; absent without it. */
      readonly algorithmic_tags?: AlgorithmicTags;
    }
  | {
      /** Seconds from the start of the media; 0 for an image. */
      readonly time: number;
      /** The logos; empty if there are none. */
      readonly bounding_poly: readonly LogoPoly[];
    }
  | CelebrityFrame
  | TranscriptEntry
  | SpeechEntry
  | TextBlockEntry
  | OcrFrame
  | {
      /** Seconds from the start of the media; 0 for an image. */
      readonly time: number;
      /** The detected objects; empty if there are none. */
      readonly bounding_poly: readonly BoundingPoly[];
    }
  | {
      /**
       * Seconds from the start of the media; absent for an image. V1DOCS has no `time` in a segmentation, so this is
       * emulator behavior.
       */
      readonly time?: number;
      /** The URL of the mask, which the emulator serves (emulator behavior). */
      readonly url: string;
      /** The classes of the pixel values in the mask. */
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
      /** The index at which this segment of the text starts, in UTF-16 code units. */
      readonly start_char_index: number;
      /** The index after the end of the segment. */
      readonly end_char_index: number;
      /** Every class of the model with its level. */
      readonly classes: readonly ReplyClass[];
    };

/**
 * Converts a frame to the format of v1 and v2. Source: V1DOCS, "output object"; reference/hive-api.md, sections 1.4,
 * 1.5 and 2.6.
 */
export function toReplyFrame(
  frame: AnswerFrame,
  options: { readonly isMoving: boolean; readonly maskUrl: () => string },
): ReplyFrame {
  switch (frame.kind) {
    case "classes":
      return {
        time: frame.timeSeconds,
        classes: toReplyClasses(frame.classes, frame.scores),
        ...(frame.c2pa === undefined ? {} : { algorithmic_tags: { c2pa: frame.c2pa } }),
      };
    case "logos":
      return { time: frame.timeSeconds, bounding_poly: frame.logos.map(toLogoPoly) };
    case "faces":
      return {
        faces: frame.faces.map(({ name, score }) => {
          return name === null ? { match: "No Match" } : { score, match: name };
        }),
        timestamp: frame.timeSeconds,
      };
    case "boxes":
      return { time: frame.timeSeconds, bounding_poly: frame.boxes.map(toBoundingPoly) };
    case "transcript":
      return toTranscriptEntry(frame.text, frame.words);
    case "speech":
      return toSpeechEntry(frame.text, frame.sentences);
    case "textBlock":
      return toTextBlockEntry(frame.block);
    case "textBlocks":
      return toOcrFrame(frame.timeSeconds, frame.blocks);
    case "translation":
    case "csam":
    case "chat":
      throw new Error(`the output of a ${frame.kind} result is not a list`);
    case "mask":
      return {
        ...(options.isMoving ? { time: frame.timeSeconds } : {}),
        url: options.maskUrl(),
        mapping: MASK_MAPPING,
      };
    case "text":
      return {
        time: 0,
        start_char_index: frame.start,
        end_char_index: frame.end,
        classes: toReplyClasses(frame.classes, frame.scores),
      };
    default:
      return frame satisfies never;
  }
}

function toBoundingPoly({ class: name, score, ...box }: AnswerBox): BoundingPoly {
  return {
    vertices: listVertices(box),
    dimensions: toDimensions(box),
    classes: [{ class: name, score }],
    keypoints: [],
    meta: { type: "color", score },
  };
}

function toLogoPoly({ id, class: name, label, clarity, box, locations }: AnswerLogo): LogoPoly {
  return {
    dimensions: toDimensions(box),
    vertices: listVertices(box),
    classes: [{ class: name, label }],
    meta: { id, type: "logo", clarity, locations },
  };
}
