import type { Box, Frame, FrameKind } from "../../result/frame.ts";
import { isObject } from "../../value/is-object.ts";
import { looseNumber } from "../wire/read-wire.ts";
import type { Place, WireObject } from "../wire/read-wire.ts";
import { interpretScores } from "./decode-scores.ts";
import { readFrame } from "./read-frame.ts";
import type { FrameContent } from "./read-frame.ts";
import { NO_LISTS } from "./text-hits.ts";
import type { TextHits } from "./text-hits.ts";

/** The position of a frame: its result, its index in that result, and its path in the response. */
export type FramePosition = {
  readonly resultIndex: number;
  readonly index: number;
  readonly at: Place;
};

/** A frame, and the lists of hits inside it: one entry per text, or `NO_LISTS` for a frame that has none. */
export type DecodedFrame = { readonly frame: Frame; readonly hits: readonly TextHits[] };

/**
 * Decodes one element of an array of frames, of any generation of the API.
 *
 * @throws HiveDecodeError if a score, class, vertex or time has an unexpected type.
 */
export function decodeFrame(json: unknown, position: FramePosition): DecodedFrame {
  const empty: Frame = { ...emptyFrame(position), raw: json };
  if (!isObject(json)) return { frame: empty, hits: [NO_LISTS] };
  const kind = detectKind(json);
  if (kind === "other") return { frame: { ...empty, timeSeconds: readUnknownTime(json) }, hits: [NO_LISTS] };
  const content = readFrame(json, position.at);
  const { timeSeconds, hits } = content;
  return { frame: { ...empty, kind, timeSeconds, ...interpretContent(kind, content) }, hits };
}

/**
 * Interprets the content of a frame, and whether it is evaluated. Keeps the scores of every kind, in case a model sends
 * more than one.
 */
function interpretContent(kind: Exclude<FrameKind, "other">, content: FrameContent): Partial<Frame> {
  if (kind === "text") return interpretText(content);
  const scores = interpretScores([content.classes], { isText: false });
  const { boxes, unsupported, isComplete } = interpretBoxes(content.boxes ?? []);
  const { mask } = content;
  const evaluated = {
    classification: scores.classes.length > 0,
    // An empty list means that nothing was detected. Null, or an object without classes, means that nothing is known.
    detection: content.boxes !== null && isComplete,
    segmentation: mask !== null && mask.mapping.length > 0,
  }[kind];
  const unsupportedClasses = [...new Set([...scores.unsupportedClasses, ...unsupported])];
  return { ...scores, unsupportedClasses, boxes, mask, evaluated };
}

function interpretBoxes(given: readonly Box[]): {
  readonly boxes: readonly Box[];
  readonly unsupported: readonly string[];
  readonly isComplete: boolean;
} {
  const unsupported: string[] = [];
  const boxes = given.map((box) => {
    if (box.classes.every(({ score }) => score >= 0)) return box;
    const { classes, unsupportedClasses } = interpretScores([box.classes], { isText: false });
    for (const name of unsupportedClasses) unsupported.push(name);
    return { ...box, classes };
  });
  return { boxes, unsupported, isComplete: boxes.every((box) => box.classes.length > 0) };
}

/** Interprets a text, or all texts of an image or audio segment. For each class, the highest level counts. */
function interpretText({ classes, blocks, span, boxes }: FrameContent): Partial<Frame> {
  const lists = (blocks ?? []).map((block) => block.classes);
  // A text without blocks has only its own scores.
  if (blocks === null || classes.length > 0) lists.push(classes);
  const scores = interpretScores(lists, { isText: true });
  // A list is evaluated if it has a score other than -1, "not supported".
  const isComplete = lists.every((list) => list.some(({ score }) => score >= 0));
  const blockBoxes = (blocks ?? []).flatMap((block) => block.boxes);
  return {
    ...scores,
    span,
    boxes: interpretBoxes([...(boxes ?? []), ...blockBoxes]).boxes,
    evaluated: isComplete && lists.length > 0 && (blocks ?? []).every((block) => block.isSupported),
  };
}

const TEXT_KEYS: readonly string[] = [
  "start_char_index",
  "end_char_index",
  // AI-generated text.
  "start_index",
  "end_index",
  // v3's name for text_filters.
  "string_matches",
  // OCR moderation and speech moderation: the texts of one image or audio segment.
  "frame_results",
  "classifications",
];

/** Detects the kind from the keys alone, so that it is the same for a streamed frame and in a complete response. */
function detectKind(json: WireObject): FrameKind {
  if (TEXT_KEYS.some((key) => key in json)) return "text";
  if ("bounding_poly" in json) return "detection";
  if ("mapping" in json) return "segmentation";
  if ("classes" in json) return "classification";
  return "other";
}

/** Reads the time, which celebrity recognition calls `timestamp`. */
function readUnknownTime(json: WireObject): number | null {
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
