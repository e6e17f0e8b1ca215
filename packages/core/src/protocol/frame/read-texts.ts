import type { ClassScore } from "../../result/class-score.ts";
import type { Bounds, Box, TextBlock, Transcript, Vertex } from "../../result/frame.ts";
import { isUnknownLanguage } from "../../result/task.ts";
import { isObject } from "../../value/is-object.ts";
import { looseNumber, looseText, strictList, strictNumber } from "../wire/read-wire.ts";
import type { Place, WireObject } from "../wire/read-wire.ts";
import { readScores } from "./decode-scores.ts";
import { computeBounds, readBox } from "./read-box.ts";
import { readHits } from "./text-hits.ts";
import type { TextHits } from "./text-hits.ts";

/** A text that the model judged on its own: a block in an image (`frame_results`), or speech (`classifications`). */
export type JudgedText = {
  readonly block: TextBlock;
  /** Whether the model supports the language. Otherwise the text is not evaluated, regardless of its scores. */
  readonly isSupported: boolean;
  readonly startSeconds: number | null;
  /** The scores as Hive sent them, including -1 for unsupported classes. */
  readonly scores: readonly ClassScore[];
  readonly boxes: readonly Box[];
  readonly hits: TextHits;
};

/** Reads the texts of a frame that have their own scores; `null` if the key is absent. */
export function readJudgedTexts(
  json: WireObject,
  place: Place,
  key: "frame_results" | "classifications",
): readonly JudgedText[] | null {
  return strictList(json, key, place, (text, at) => {
    const scores = readScores(text, at);
    const boxes = strictList(text, "bounding_poly", at, readBox) ?? [];
    const { language } = text;
    const words = text["block_text"] ?? text["text"];
    return {
      block: createBlock(words, { language, boxes, classes: scores.filter(({ score }) => score >= 0) }),
      isSupported: !isUnknownLanguage(language),
      startSeconds: strictNumber(text, "start_timestamp", at),
      scores,
      boxes,
      hits: {
        filters: readHits(text, "text_filters", at),
        pii: readHits(text, "pii_entities", at),
        urls: null,
      },
    };
  });
}

/** Reads the texts that a model only read or translated. */
export function readPlainTexts(json: WireObject, boxes: readonly Box[]): readonly TextBlock[] {
  const { block_text: text, language } = json;
  const given = [
    [text, language, boxes],
    [json["source_text"], json["source_language"], []],
    [json["translated_text"], json["target_language"], []],
  ] as const;
  return given.flatMap(([words, of, around]) =>
    typeof words === "string" ? [createBlock(words, { language: of, boxes: around, classes: [] })] : [],
  );
}

/** Reads the transcript of a frame. Lenient, because only `raw` and the user's own code depend on it. */
export function readTranscript(json: WireObject): Transcript {
  return {
    text: looseText(json["transcript"]) ?? "",
    language: looseText(json["language"]),
    words: listObjects(json["words"]).map((word) => {
      const alternatives = listObjects(word["alternatives"]).map(({ text, score }) => ({
        text: looseText(text) ?? "",
        score: looseNumber(score),
      }));
      const [first = { text: "", score: null }] = alternatives;
      return { ...first, startSeconds: looseNumber(word["time"]), alternatives };
    }),
  };
}

function createBlock(
  text: unknown,
  rest: {
    readonly language: unknown;
    readonly boxes: readonly Box[];
    readonly classes: readonly ClassScore[];
  },
): TextBlock {
  const { language, boxes, classes } = rest;
  return { text: looseText(text) ?? "", language: looseText(language), box: surround(boxes), classes };
}

/** Returns the only box, or one around all of them. */
function surround(boxes: readonly Box[]): Box | null {
  if (boxes.length < 2) return boxes[0] ?? null;
  const bounds = computeBounds(boxes.flatMap((box) => listCorners(box.bounds)));
  return {
    vertices: listCorners(bounds),
    bounds,
    classes: boxes.flatMap((box) => box.classes),
    keypoints: [],
    meta: null,
  };
}

/** Lists the corners clockwise from the top left. */
function listCorners({ left, top, right, bottom }: Bounds): readonly Vertex[] {
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
}

function listObjects(json: unknown): readonly WireObject[] {
  return Array.isArray(json) ? json.filter(isObject) : [];
}
