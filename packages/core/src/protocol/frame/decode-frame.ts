import type { BoxClass } from "../../result/class-score.ts";
import type { Box, Frame, FrameKind } from "../../result/frame.ts";
import { isUnknownLanguage } from "../../result/task.ts";
import type { Provenance } from "../../result/task.ts";
import { isObject } from "../../value/is-object.ts";
import { looseNumber, looseObject, looseText } from "../wire/read-wire.ts";
import type { Place, WireObject } from "../wire/read-wire.ts";
import { interpretScores, listUnique, UNSUPPORTED_SCORE } from "./decode-scores.ts";
import { readFrame } from "./read-frame.ts";
import type { FrameContent } from "./read-frame.ts";
import { readMatch } from "./read-match.ts";
import { readTranscript } from "./read-texts.ts";
import type { JudgedText } from "./read-texts.ts";
import { NO_LISTS } from "./text-hits.ts";
import type { TextHits } from "./text-hits.ts";

/** The position of a frame: its result, its index in that result, and its path in the response. */
export type FramePosition = {
  readonly resultIndex: number;
  readonly index: number;
  readonly at: Place;
};

/** A frame, and the data in it that belongs to its result. */
export type DecodedFrame = {
  readonly frame: Frame;
  /** The lists of hits: one entry per text, or `NO_LISTS` for a frame that has none. */
  readonly hits: readonly TextHits[];
  /** The origin of the media. */
  readonly provenance?: Provenance | null;
};

/**
 * Decodes one element of an array of frames, of any generation of the API.
 *
 * @throws HiveDecodeError if a score, class, vertex or time has an unexpected type.
 */
export function decodeFrame(json: unknown, position: FramePosition): DecodedFrame {
  if (!isObject(json)) return { frame: createFrame(json, position, {}), hits: [NO_LISTS] };
  const kind = detectKind(json);
  if (kind === "other") {
    return { frame: createFrame(json, position, { timeSeconds: readUnknownTime(json) }), hits: [NO_LISTS] };
  }
  const content = readFrame(json, position.at);
  const { timeSeconds, hits } = content;
  const specific =
    kind === "match"
      ? interpretMatch(json, content, position.at)
      : kind === "transcript"
        ? { ...interpretText(content), transcript: readTranscript(json) }
        : interpretContent(kind, content);
  // If the model does not support the language, its scores mean nothing. A hash match has no language.
  const isSupported = kind === "match" || !isUnknownLanguage(json["language"]);
  const evaluated = isSupported && specific.evaluated === true;
  const frame = createFrame(json, position, { ...specific, kind, timeSeconds, evaluated });
  return { frame, hits, provenance: readProvenance(json["algorithmic_tags"]) };
}

/** The properties of a frame that depend on its kind. */
type Interpretation = Partial<Frame> & Pick<Frame, "classes">;

/**
 * Interprets the content of a frame, and whether it is evaluated. Keeps the scores of every kind, in case a model sends
 * more than one.
 */
function interpretContent(
  kind: Exclude<FrameKind, "other" | "match" | "transcript">,
  content: FrameContent,
  predictions: readonly Frame["classes"][] = [],
): Interpretation {
  if (kind === "text") return interpretText(content);
  const scores = interpretScores([...predictions, content.classes], { isText: false });
  const { boxes, unsupported, isComplete } = interpretBoxes(content.boxes ?? []);
  const { mask } = content;
  const evaluated = {
    classification: scores.classes.length > 0,
    // An empty list means that nothing was detected. Null, or an object without classes, means that nothing is known.
    detection: content.boxes !== null && isComplete,
    segmentation: mask !== null && mask.mapping.length > 0,
  }[kind];
  const unsupportedClasses = listUnique([...scores.unsupportedClasses, ...unsupported]);
  return { ...scores, unsupportedClasses, boxes, mask, evaluated };
}

function interpretBoxes(given: readonly Box[]): {
  readonly boxes: readonly Box[];
  readonly unsupported: readonly string[];
  readonly isComplete: boolean;
} {
  const unsupported: string[] = [];
  for (const { classes } of given) {
    for (const { class: name, score } of classes) if (score === UNSUPPORTED_SCORE) unsupported.push(name);
  }
  const isSupported = ({ score }: BoxClass): boolean => score !== UNSUPPORTED_SCORE;
  const boxes =
    unsupported.length === 0
      ? given
      : given.map((box) => ({ ...box, classes: box.classes.filter(isSupported) }));
  return { boxes, unsupported, isComplete: boxes.every((box) => box.classes.length > 0) };
}

/** Interprets a text, or all texts of an image or audio segment. For each class, the highest level counts. */
function interpretText({ classes, texts, hasTexts, textBlocks, span, boxes }: FrameContent): Interpretation {
  const lists = texts.map((text) => text.scores);
  // A text without parts has only its own scores.
  if (!hasTexts || classes.length > 0) lists.push(classes);
  const scores = interpretScores(lists, { isText: true });
  // A list is evaluated if it has a score other than -1, "not supported".
  const isComplete = lists.every((list) => list.some(({ score }) => score >= 0));
  const textBoxes = texts.flatMap((text) => text.boxes);
  const unscored = listUnscored(scores.classes, texts);
  return {
    ...scores,
    unsupportedClasses: listUnique([...scores.unsupportedClasses, ...unscored]),
    span,
    textBlocks,
    boxes: interpretBoxes([...(boxes ?? []), ...textBoxes]).boxes,
    evaluated: isComplete && lists.length > 0 && texts.every((text) => text.isSupported),
  };
}

/** Lists the classes for which one of the scored texts has no score. The missing score could be the highest. */
function listUnscored(classes: Frame["classes"], texts: readonly JudgedText[]): readonly string[] {
  const scored = texts
    .filter(({ scores }) => scores.length > 0)
    .map(({ scores }) => new Set(scores.map((one) => one.class)));
  return classes.flatMap(({ class: name }) => (scored.every((names) => names.has(name)) ? [] : [name]));
}

/**
 * Interprets a comparison with known hashes. It is evaluated if a hash matches, or if the classifier ran. Other scores
 * and boxes are kept, but do not count as its prediction.
 */
function interpretMatch(json: WireObject, content: FrameContent, place: Place): Partial<Frame> {
  const { match, predictions, isPredicted } = readMatch(json, place);
  const frame = interpretContent("detection", content, predictions);
  const isEvaluated = isPredicted && frame.classes.length > 0 && !content.hasTexts;
  return { ...frame, match, evaluated: match.isMatched || isEvaluated };
}

/** Reads the origin of the media. Lenient, because no verdict depends on it. */
function readProvenance(tags: unknown): Provenance | null {
  const { c2pa } = looseObject(tags);
  if (!isObject(c2pa) || Object.keys(c2pa).length === 0) return null;
  const { claim_generator: generator } = c2pa;
  return { c2pa, generator: looseText(Array.isArray(generator) ? generator[0] : generator) };
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
  // Text recognition, and translation.
  "block_text",
  "translated_text",
];

/** The keys of a comparison with known hashes, of its file, and of a hash. */
const MATCH_KEYS: readonly string[] = [
  "hashes",
  "file",
  "hashType",
  "matchTypes",
  "reasons",
  "classifierPrediction",
];

/** Detects the kind from the keys alone, so that it is the same for a streamed frame and in a complete response. */
function detectKind(json: WireObject): FrameKind {
  // A frame has few keys, so this is faster than looking up all of those above.
  const keys = Object.keys(json);
  if (keys.some((key) => MATCH_KEYS.includes(key))) return "match";
  if ("transcript" in json || "words" in json) return "transcript";
  if (keys.some((key) => TEXT_KEYS.includes(key))) return "text";
  if ("bounding_poly" in json) return "detection";
  if ("mapping" in json) return "segmentation";
  if ("classes" in json) return "classification";
  return "other";
}

/** Reads the time, which celebrity recognition calls `timestamp`. */
function readUnknownTime(json: WireObject): number | null {
  return looseNumber(json["time"]) ?? looseNumber(json["timestamp"]);
}

/** Creates a frame. Missing content is empty. */
function createFrame(raw: unknown, { resultIndex, index }: FramePosition, content: Partial<Frame>): Frame {
  return {
    kind: "other",
    resultIndex,
    index,
    timeSeconds: null,
    evaluated: false,
    classes: [],
    scale: "probability",
    unsupportedClasses: [],
    boxes: [],
    mask: null,
    transcript: null,
    textBlocks: [],
    match: null,
    span: null,
    ...content,
    raw,
  };
}
