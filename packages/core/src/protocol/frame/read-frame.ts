import type { ClassScore } from "../../result/class-score.ts";
import type { Box, Frame, Mask, TextBlock } from "../../result/frame.ts";
import { isObject } from "../../value/is-object.ts";
import { looseNumber, strictList, strictNumber, strictText, unreadable } from "../wire/read-wire.ts";
import type { Place, WireObject } from "../wire/read-wire.ts";
import { readName, readScores } from "./decode-scores.ts";
import { readBox } from "./read-box.ts";
import { readJudgedTexts, readPlainTexts } from "./read-texts.ts";
import type { JudgedText } from "./read-texts.ts";
import { NO_LISTS, readHits } from "./text-hits.ts";
import type { TextHits } from "./text-hits.ts";

/** The content of a frame of any kind. `null` means absent. */
export type FrameContent = {
  /** Seconds: `time` in v1 and v2, the extra `timestamp` in v3, otherwise the start of the first speech. */
  readonly timeSeconds: number | null;
  readonly classes: readonly ClassScore[];
  readonly boxes: readonly Box[] | null;
  readonly mask: Mask | null;
  readonly span: Frame["span"];
  /** The texts that the model judged on their own. */
  readonly texts: readonly JudgedText[];
  /** Whether the frame has a list of them, even an empty one. */
  readonly hasTexts: boolean;
  readonly textBlocks: readonly TextBlock[];
  /**
   * The lists of hits inside the frame, as opposed to those outside the frames: one entry per text, or `NO_LISTS` for a
   * frame that has none.
   */
  readonly hits: readonly TextHits[];
};

/**
 * Reads one element of an array of frames, of any generation.
 *
 * @throws HiveDecodeError if a value that affects verdicts has an unexpected type.
 */
export function readFrame(json: WireObject, place: Place): FrameContent {
  const time = strictNumber(json, "time", place);
  const imageTexts = readJudgedTexts(json, place, "frame_results");
  const speeches = readJudgedTexts(json, place, "classifications");
  const texts = [...(imageTexts ?? []), ...(speeches ?? [])];
  const hasTexts = (imageTexts ?? speeches) !== null;
  // v3's name for text_filters.
  const matches = readHits(json, "string_matches", place);
  const extra = readExtraTime(json, place);
  const boxes = strictList(json, "bounding_poly", place, readBox);
  return {
    timeSeconds: time ?? extra ?? findStart(speeches ?? []),
    classes: readScores(json, place),
    boxes,
    mask: readMask(json, place),
    span: readSpan(json),
    texts,
    hasTexts,
    textBlocks: [...texts.map(({ block }) => block), ...readPlainTexts(json, boxes ?? [])],
    hits:
      hasTexts || matches !== null
        ? [
            // v3 has no list of personal data, and no generation has URLs inside frames.
            { filters: matches ?? [], pii: hasTexts ? [] : null, urls: null },
            ...texts.map(({ hits }) => hits),
          ]
        : [NO_LISTS],
  };
}

function findStart(texts: readonly JudgedText[]): number | null {
  const starts = texts.flatMap(({ startSeconds }) => startSeconds ?? []);
  // Not spread into Math.min(), because a call has a limited number of arguments.
  return starts.length === 0 ? null : starts.reduce((first, start) => Math.min(first, start));
}

function readMask(json: WireObject, place: Place): Mask | null {
  const url = strictText(json, "url", place);
  const mapping = strictList(json, "mapping", place, (entry, at) => {
    const { value } = entry;
    const isByte = typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 255;
    if (!isByte) throw unreadable([...at(), "value"]);
    return { class: readName(entry, at), value };
  });
  return url === null || url === "" ? null : { url, mapping: mapping ?? [] };
}

function readSpan(json: WireObject): Frame["span"] {
  // AI-generated text uses `start_index` and `end_index`.
  const start = looseNumber(json["start_char_index"]) ?? looseNumber(json["start_index"]);
  const end = looseNumber(json["end_char_index"]) ?? looseNumber(json["end_index"]);
  return start === null || end === null ? null : { start, end };
}

function readExtraTime({ extra }: WireObject, place: Place): number | null {
  if (!Array.isArray(extra)) return null;
  const index = extra.findIndex((one: unknown) => isObject(one) && one["name"] === "timestamp");
  const entry: unknown = extra[index];
  return isObject(entry) ? strictNumber(entry, "value", () => [...place(), "extra", index]) : null;
}
