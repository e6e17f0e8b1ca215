import type { ClassScore } from "../../result/class-score.ts";
import type { Box, Frame, Mask } from "../../result/frame.ts";
import { isUnknownLanguage } from "../../result/task.ts";
import { isObject } from "../../value/is-object.ts";
import { below, looseNumber, strictList, strictNumber, strictText, unreadable } from "../wire/read-wire.ts";
import type { Place, WireObject } from "../wire/read-wire.ts";
import { readName, readScores } from "./decode-scores.ts";
import { readBox } from "./read-box.ts";
import { NO_LISTS, readHits } from "./text-hits.ts";
import type { TextHits } from "./text-hits.ts";

/** A block of text inside a frame: of an image (`frame_results`) or of speech (`classifications`). */
type TextBlock = {
  /** Whether the model supports the language. Otherwise the text is not evaluated, regardless of its scores. */
  readonly isSupported: boolean;
  readonly startSeconds: number | null;
  readonly classes: readonly ClassScore[];
  readonly boxes: readonly Box[];
  readonly hits: TextHits;
};

/** The content of a frame of any kind. `null` means absent. */
export type FrameContent = {
  /** Seconds: `time` in v1 and v2, the extra `timestamp` in v3, otherwise the start of the first speech. */
  readonly timeSeconds: number | null;
  readonly classes: readonly ClassScore[];
  readonly boxes: readonly Box[] | null;
  readonly mask: Mask | null;
  readonly span: Frame["span"];
  readonly blocks: readonly TextBlock[] | null;
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
  const time = strictNumber(json["time"], below(place, "time"));
  const imageTexts = readBlocks(json, place, "frame_results");
  const speeches = readBlocks(json, place, "classifications");
  const blocks = imageTexts === null ? speeches : [...imageTexts, ...(speeches ?? [])];
  // v3's name for text_filters.
  const matches = readHits(json["string_matches"], below(place, "string_matches"));
  const extra = readExtraTime(json["extra"], below(place, "extra"));
  return {
    timeSeconds: time ?? extra ?? findStart(speeches ?? []),
    classes: readScores(json["classes"], below(place, "classes")),
    boxes: strictList(json["bounding_poly"], below(place, "bounding_poly"), readBox),
    mask: readMask(json, place),
    span: readSpan(json),
    blocks,
    hits:
      blocks === null && matches === null
        ? [NO_LISTS]
        : [
            // v3 has no list of personal data, and no generation has URLs inside frames.
            { filters: matches ?? [], pii: blocks && [], urls: null },
            ...(blocks ?? []).map((block) => block.hits),
          ],
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
      filters: readHits(block["text_filters"], below(at, "text_filters")),
      pii: readHits(block["pii_entities"], below(at, "pii_entities")),
      urls: null,
    },
  }));
}

function findStart(blocks: readonly TextBlock[]): number | null {
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

function readSpan(json: WireObject): Frame["span"] {
  // AI-generated text uses `start_index` and `end_index`.
  const start = looseNumber(json["start_char_index"]) ?? looseNumber(json["start_index"]);
  const end = looseNumber(json["end_char_index"]) ?? looseNumber(json["end_index"]);
  return start === null || end === null ? null : { start, end };
}

function readExtraTime(extra: unknown, place: Place): number | null {
  if (!Array.isArray(extra)) return null;
  const index = extra.findIndex((one: unknown) => isObject(one) && one["name"] === "timestamp");
  const entry: unknown = extra[index];
  return isObject(entry) ? strictNumber(entry["value"], () => [...place(), index, "value"]) : null;
}
