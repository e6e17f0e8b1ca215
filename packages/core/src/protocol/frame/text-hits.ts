import type { Frame } from "../../result/frame.ts";
import type { TextHit } from "../../result/task.ts";
import { isObject } from "../../submission/is-object.ts";
import { looseNumber, looseText, unreadable } from "../read-wire.ts";

/** What was found in texts, without the scores. */
export type TextHits = { readonly filters: readonly TextHit[]; readonly pii: readonly TextHit[] };

/**
 * The finds that stand inside a frame instead of beside the frames: v3's `string_matches`, and those of OCR and speech moderation.
 *
 * @returns `null` for a frame without such lists.
 */
export function hitsOfFrame({ kind, raw }: Frame): TextHits | null {
  if (kind !== "text" || !isObject(raw)) return null;
  const filters: TextHit[] = [];
  const pii: TextHit[] = [];
  const lists = [raw["frame_results"], raw["classifications"]].filter(Array.isArray);
  if (lists.length === 0 && !Array.isArray(raw["string_matches"])) return null;
  filters.push(...decodeHits(raw["string_matches"], "string_matches"));
  for (const block of lists.flat().filter(isObject)) {
    filters.push(...decodeHits(block["text_filters"], "text_filters"));
    pii.push(...decodeHits(block["pii_entities"], "pii_entities"));
  }
  return { filters, pii };
}

/**
 * Decodes a list of finds. None gets lost: one without a readable value or type is kept with an empty one.
 *
 * @param name - The list's key, for the error.
 * @throws HiveDecodeError if it is no list, or has an element that is neither an object nor a text.
 */
export function decodeHits(json: unknown, name: string): readonly TextHit[] {
  if (json === null || json === undefined) return [];
  if (!Array.isArray(json)) throw unreadable([name]);
  return json.map((hit: unknown): TextHit => {
    if (typeof hit === "string") return { value: hit, type: "", start: null, end: null };
    if (!isObject(hit)) throw unreadable([name]);
    return {
      value: looseText(hit["value"]) ?? "",
      type: looseText(hit["type"]) ?? "",
      start: looseNumber(hit["start_index"]),
      end: looseNumber(hit["end_index"]),
    };
  });
}
