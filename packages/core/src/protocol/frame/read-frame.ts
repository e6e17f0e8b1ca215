import type { ClassScore } from "../../result/class-score.ts";
import type { Box, Frame, Mask } from "../../result/frame.ts";
import { isObject } from "../../submission/is-object.ts";
import { below, looseNumber, strictList, strictNumber, strictText, unreadable } from "../read-wire.ts";
import type { Place, WireObject } from "../read-wire.ts";
import { readBox } from "./read-box.ts";
import { readScores } from "./decode-scores.ts";

/** A stretch of a text inside a frame: of a picture (`frame_results`) or of speech (`classifications`). */
export type TextBlock = { readonly classes: readonly ClassScore[]; readonly boxes: readonly Box[] };

/** What is understood of a frame, whatever kind it is. Every `null` stands for absence. */
export type FrameContent = {
  /** Seconds: `time` in v1 and v2, an extra named `timestamp` in v3, the start of the first speech. */
  readonly timeSeconds: number | null;
  readonly classes: readonly ClassScore[];
  readonly boxes: readonly Box[] | null;
  readonly mask: Mask | null;
  readonly span: Frame["span"];
  readonly blocks: readonly TextBlock[] | null;
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
  refuseNoList(json["string_matches"], below(place, "string_matches"));
  return {
    timeSeconds: time ?? extraTime(json["extra"]) ?? speechTime(json["classifications"]),
    classes: readScores(json["classes"], below(place, "classes")),
    boxes: strictList(json["bounding_poly"], below(place, "bounding_poly"), readBox),
    mask: readMask(json, place),
    span: spanOf(json),
    blocks: pictureTexts ?? speeches,
  };
}

function readBlocks(
  json: WireObject,
  place: Place,
  key: "frame_results" | "classifications",
): readonly TextBlock[] | null {
  return strictList(json[key], below(place, key), (block, at) => {
    refuseNoList(block["text_filters"], below(at, "text_filters"));
    refuseNoList(block["pii_entities"], below(at, "pii_entities"));
    return {
      classes: readScores(block["classes"], below(at, "classes")),
      boxes: strictList(block["bounding_poly"], below(at, "bounding_poly"), readBox) ?? [],
    };
  });
}

function refuseNoList(json: unknown, place: Place): void {
  if (json !== undefined && json !== null && !Array.isArray(json)) throw unreadable(place());
}

function readMask(json: WireObject, place: Place): Mask | null {
  const url = strictText(json["url"], below(place, "url"));
  const mapping = strictList(json["mapping"], below(place, "mapping"), (entry, at) => {
    const { class: name } = entry;
    const value = strictNumber(entry["value"], below(at, "value"));
    if (typeof name !== "string") throw unreadable([...at(), "class"]);
    if (value === null) throw unreadable([...at(), "value"]);
    return { class: name, value };
  });
  return url === null || url === "" ? null : { url, mapping: mapping ?? [] };
}

function spanOf(json: WireObject): Frame["span"] {
  // `start_index` and `end_index` are the names that AI-generated text has.
  const start = looseNumber(json["start_char_index"]) ?? looseNumber(json["start_index"]);
  const end = looseNumber(json["end_char_index"]) ?? looseNumber(json["end_index"]);
  return start === null || end === null ? null : { start, end };
}

function extraTime(extra: unknown): number | null {
  if (!Array.isArray(extra)) return null;
  const entry: unknown = extra.find((one: unknown) => isObject(one) && one["name"] === "timestamp");
  return isObject(entry) ? looseNumber(entry["value"]) : null;
}

function speechTime(speeches: unknown): number | null {
  if (!Array.isArray(speeches)) return null;
  let first: number | null = null;
  for (const speech of speeches) {
    const start = isObject(speech) ? looseNumber(speech["start_timestamp"]) : null;
    if (start !== null) first = first === null ? start : Math.min(first, start);
  }
  return first;
}
