import type { ClassScore } from "../../result/class-score.ts";
import type { Box, Frame, Mask } from "../../result/frame.ts";
import { isObject } from "../../submission/is-object.ts";
import { below, looseNumber, strictList, strictNumber, strictText, unreadable } from "../read-wire.ts";
import type { Place, WireObject } from "../read-wire.ts";
import { readName, readScores } from "./decode-scores.ts";
import { readBox } from "./read-box.ts";
import { readHits } from "./text-hits.ts";
import type { TextHits } from "./text-hits.ts";

/** A stretch of a text inside a frame: of a picture (`frame_results`) or of speech (`classifications`). */
type TextBlock = {
  /** Whether the model knows the language; a text in another one was not judged, whatever scores it has. */
  readonly isSupported: boolean;
  readonly startSeconds: number | null;
  readonly classes: readonly ClassScore[];
  readonly boxes: readonly Box[];
  readonly hits: TextHits;
};

/** What is understood of a frame, whatever kind it is. Every `null` stands for absence. */
export type FrameContent = {
  /** Seconds: `time` in v1 and v2, an extra named `timestamp` in v3, the start of the first speech. */
  readonly timeSeconds: number | null;
  readonly classes: readonly ClassScore[];
  readonly boxes: readonly Box[] | null;
  readonly mask: Mask | null;
  readonly span: Frame["span"];
  readonly blocks: readonly TextBlock[] | null;
  /** The finds that stand inside the frame instead of beside the frames. */
  readonly hits: TextHits | null;
};

/**
 * Reads one element of an array of frames, of any generation.
 *
 * @throws HiveDecodeError if a value that a verdict rests on has another type.
 */
export function readFrame(json: WireObject, place: Place): FrameContent {
  const time = strictNumber(json["time"], below(place, "time"));
  const pictureTexts = readBlocks(json, place, "frame_results");
  const speeches = readBlocks(json, place, "classifications");
  const blocks = pictureTexts === null ? speeches : [...pictureTexts, ...(speeches ?? [])];
  // v3's word for text_filters.
  const matches = readHits(json["string_matches"], below(place, "string_matches"));
  const extra = extraTime(json["extra"], below(place, "extra"));
  return {
    timeSeconds: time ?? extra ?? startOf(speeches ?? []),
    classes: readScores(json["classes"], below(place, "classes")),
    boxes: strictList(json["bounding_poly"], below(place, "bounding_poly"), readBox),
    mask: readMask(json, place),
    span: spanOf(json),
    blocks,
    hits: blocks === null && matches === null ? null : joinHits(matches ?? [], blocks ?? []),
  };
}

function readBlocks(
  json: WireObject,
  place: Place,
  key: "frame_results" | "classifications",
): readonly TextBlock[] | null {
  return strictList(json[key], below(place, key), (block, at) => ({
    isSupported: !isUnknownLanguage(block["language"]),
    startSeconds: strictNumber(block["start_timestamp"], below(at, "start_timestamp")),
    classes: readScores(block["classes"], below(at, "classes")),
    boxes: strictList(block["bounding_poly"], below(at, "bounding_poly"), readBox) ?? [],
    hits: {
      filters: readHits(block["text_filters"], below(at, "text_filters")) ?? [],
      pii: readHits(block["pii_entities"], below(at, "pii_entities")) ?? [],
    },
  }));
}

/** What Hive writes for a language that its model does not know. */
export function isUnknownLanguage(language: unknown): boolean {
  return typeof language === "string" && /^unsupported$/i.test(language);
}

function joinHits(matches: TextHits["filters"], blocks: readonly TextBlock[]): TextHits {
  return {
    filters: [...matches, ...blocks.flatMap((block) => block.hits.filters)],
    pii: blocks.flatMap((block) => block.hits.pii),
  };
}

function startOf(blocks: readonly TextBlock[]): number | null {
  const starts = blocks.flatMap((block) => block.startSeconds ?? []);
  return starts.length === 0 ? null : Math.min(...starts);
}

function readMask(json: WireObject, place: Place): Mask | null {
  const url = strictText(json["url"], below(place, "url"));
  const mapping = strictList(json["mapping"], below(place, "mapping"), (entry, at) => {
    const { value } = entry;
    const isByte = typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 255;
    if (!isByte) throw unreadable([...at(), "value"]);
    return { class: readName(entry, at), value };
  });
  return url === null || url === "" ? null : { url, mapping: mapping ?? [] };
}

function spanOf(json: WireObject): Frame["span"] {
  // `start_index` and `end_index` are the names that AI-generated text has.
  const start = looseNumber(json["start_char_index"]) ?? looseNumber(json["start_index"]);
  const end = looseNumber(json["end_char_index"]) ?? looseNumber(json["end_index"]);
  return start === null || end === null ? null : { start, end };
}

function extraTime(extra: unknown, place: Place): number | null {
  if (!Array.isArray(extra)) return null;
  const index = extra.findIndex((one: unknown) => isObject(one) && one["name"] === "timestamp");
  const entry: unknown = extra[index];
  return isObject(entry) ? strictNumber(entry["value"], () => [...place(), index, "value"]) : null;
}
