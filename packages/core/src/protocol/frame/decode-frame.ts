import type { Frame, FrameKind } from "../../result/frame.ts";
import { isObject } from "../../submission/is-object.ts";
import { looseNumber } from "../read-wire.ts";
import type { Place, WireObject } from "../read-wire.ts";
import { judgeScores } from "./decode-scores.ts";
import { readFrame } from "./read-frame.ts";
import type { FrameContent } from "./read-frame.ts";

/** Where a frame stands: in which result, as which of its frames, and at which place of the reply. */
export type FramePosition = {
  readonly resultIndex: number;
  readonly index: number;
  readonly at: Place;
};

/**
 * Decodes one element of an array of frames, of any generation of the API.
 *
 * @throws HiveDecodeError if a score, class, vertex or time has another type than a number or a name.
 */
export function decodeFrame(json: unknown, position: FramePosition): Frame {
  if (!isObject(json)) return { ...emptyFrame(position), raw: json };
  const kind = kindOf(json);
  if (kind === "other") return { ...emptyFrame(position), timeSeconds: timeOfUnknown(json), raw: json };
  const content = readFrame(json, position.at);
  const { timeSeconds, classes } = content;
  const frame: Frame = { ...emptyFrame(position), kind, timeSeconds, raw: json };
  switch (kind) {
    case "detection": {
      // Other scores of a frame with boxes are kept, should a model ever send both.
      const scores = judgeScores([classes], { isText: false });
      // An empty list is an answer: nothing was found. A null is none.
      return { ...frame, ...scores, boxes: content.boxes ?? [], evaluated: content.boxes !== null };
    }
    case "segmentation": {
      const { mask } = content;
      return { ...frame, mask, evaluated: mask !== null && mask.mapping.length > 0 };
    }
    case "text":
      return decodeText(frame, content);
    case "classification": {
      const scores = judgeScores([classes], { isText: false });
      return { ...frame, ...scores, evaluated: scores.classes.length > 0 };
    }
    default: {
      const never: never = kind;
      return never;
    }
  }
}

const TEXT_KEYS: readonly string[] = [
  "start_char_index",
  "end_char_index",
  // Of AI-generated text.
  "start_index",
  "end_index",
  // v3's word for text_filters.
  "string_matches",
  // Of OCR moderation and of speech moderation: the texts of one picture, or of one stretch of sound.
  "frame_results",
  "classifications",
];

/** The kind follows the keys alone, so that a frame that is read on its own and one of a whole reply agree. */
function kindOf(json: WireObject): FrameKind {
  if (TEXT_KEYS.some((key) => key in json)) return "text";
  if ("bounding_poly" in json) return "detection";
  if ("mapping" in json) return "segmentation";
  if ("classes" in json) return "classification";
  return "other";
}

/** A text, or all texts of a picture or a stretch of sound: then each class has its worst level. */
function decodeText(frame: Frame, { classes, blocks, span }: FrameContent): Frame {
  if (blocks === null) {
    const scores = judgeScores([classes], { isText: true });
    return { ...frame, ...scores, span, evaluated: scores.classes.length > 0 };
  }
  const scores = judgeScores(
    blocks.map((block) => block.classes),
    { isText: true },
  );
  // A block is judged if it has a score that is not the word for "not supported".
  const isWhole = blocks.every((block) => block.classes.some(({ score }) => score >= 0));
  const boxes = blocks.flatMap((block) => block.boxes);
  return { ...frame, ...scores, boxes, evaluated: isWhole && blocks.length > 0 };
}

/** Celebrity recognition calls the time `timestamp`. */
function timeOfUnknown(json: WireObject): number | null {
  return looseNumber(json["time"]) ?? looseNumber(json["timestamp"]);
}

function emptyFrame(position: FramePosition): Frame {
  return {
    kind: "other",
    resultIndex: position.resultIndex,
    index: position.index,
    timeSeconds: null,
    evaluated: false,
    classes: [],
    scale: "probability",
    unsupportedClasses: [],
    boxes: [],
    mask: null,
    span: null,
    raw: null,
  };
}
