import type { Box, Frame, FrameKind } from "../../result/frame.ts";
import { isObject } from "../../submission/is-object.ts";
import { looseNumber } from "../read-wire.ts";
import type { Place, WireObject } from "../read-wire.ts";
import { judgeScores } from "./decode-scores.ts";
import { readFrame } from "./read-frame.ts";
import type { FrameContent } from "./read-frame.ts";
import type { TextHits } from "./text-hits.ts";

/** Where a frame stands: in which result, as which of its frames, and at which place of the reply. */
export type FramePosition = {
  readonly resultIndex: number;
  readonly index: number;
  readonly at: Place;
};

/** A frame, and the finds in texts that stood inside it; `null` if it has no place for them. */
export type DecodedFrame = { readonly frame: Frame; readonly hits: TextHits | null };

/**
 * Decodes one element of an array of frames, of any generation of the API.
 *
 * @throws HiveDecodeError if a score, class, vertex or time has another type than a number or a name.
 */
export function decodeFrame(json: unknown, position: FramePosition): DecodedFrame {
  const empty: Frame = { ...emptyFrame(position), raw: json };
  if (!isObject(json)) return { frame: empty, hits: null };
  const kind = kindOf(json);
  if (kind === "other") return { frame: { ...empty, timeSeconds: timeOfUnknown(json) }, hits: null };
  const content = readFrame(json, position.at);
  const { timeSeconds, hits } = content;
  return { frame: { ...empty, kind, timeSeconds, ...judge(kind, content) }, hits };
}

/** What a frame says, and whether that is anything. Scores are kept whatever the kind, should a model ever send both. */
function judge(kind: Exclude<FrameKind, "other">, content: FrameContent): Partial<Frame> {
  if (kind === "text") return judgeText(content);
  const scores = judgeScores([content.classes], { isText: false });
  const { boxes, unsupported, isWhole } = judgeBoxes(content.boxes ?? []);
  const { mask } = content;
  const evaluated = {
    classification: scores.classes.length > 0,
    // An empty list is an answer: nothing was found. A null is none, and neither is an object that nothing is said of.
    detection: content.boxes !== null && isWhole,
    segmentation: mask !== null && mask.mapping.length > 0,
  }[kind];
  const unsupportedClasses = [...new Set([...scores.unsupportedClasses, ...unsupported])];
  return { ...scores, unsupportedClasses, boxes, mask, evaluated };
}

function judgeBoxes(given: readonly Box[]): {
  readonly boxes: readonly Box[];
  readonly unsupported: readonly string[];
  readonly isWhole: boolean;
} {
  const unsupported: string[] = [];
  const boxes = given.map((box) => {
    if (box.classes.every(({ score }) => score >= 0)) return box;
    const { classes, unsupportedClasses } = judgeScores([box.classes], { isText: false });
    for (const name of unsupportedClasses) unsupported.push(name);
    return { ...box, classes };
  });
  return { boxes, unsupported, isWhole: boxes.every((box) => box.classes.length > 0) };
}

/** A text, or all texts of a picture or a stretch of sound: then each class has its worst level. */
function judgeText({ classes, blocks, span, boxes }: FrameContent): Partial<Frame> {
  const lists = (blocks ?? []).map((block) => block.classes);
  // A text without blocks has nothing but scores of its own.
  if (blocks === null || classes.length > 0) lists.push(classes);
  const scores = judgeScores(lists, { isText: true });
  // A list is judged if it has a score that is not the word for "not supported".
  const isWhole = lists.every((list) => list.some(({ score }) => score >= 0));
  const ofBlocks = (blocks ?? []).flatMap((block) => block.boxes);
  return {
    ...scores,
    span,
    boxes: judgeBoxes([...(boxes ?? []), ...ofBlocks]).boxes,
    evaluated: isWhole && lists.length > 0 && (blocks ?? []).every((block) => block.isSupported),
  };
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
