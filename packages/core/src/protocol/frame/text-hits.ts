import type { TextHit, TextInfo } from "../../result/task.ts";
import { isObject } from "../../value/is-object.ts";
import { looseNumber, looseText, unreadable } from "../wire/read-wire.ts";
import type { Place, WireObject } from "../wire/read-wire.ts";

/** The lists of hits in a text, as in `TextInfo`; `null` for a list that the response does not have. */
export type TextHits = Pick<TextInfo, "filters" | "pii" | "urls">;

/** A text without any of the lists. */
export const NO_LISTS: TextHits = { filters: null, pii: null, urls: null };

/**
 * Reads a property that is a list of hits. Keeps every hit; a value or type that is missing or malformed becomes an
 * empty string.
 *
 * @returns `null` if the list is absent or null.
 * @throws HiveDecodeError if it is not a list, or has an element that is neither an object nor a string.
 */
export function readHits(json: WireObject, key: string, place: Place): readonly TextHit[] | null {
  const hits = json[key] ?? null;
  if (hits === null) return null;
  if (!Array.isArray(hits)) throw unreadable([...place(), key]);
  return hits.map((hit: unknown, index): TextHit => {
    if (typeof hit === "string") return { value: hit, type: "", start: null, end: null };
    if (!isObject(hit)) throw unreadable([...place(), key, index]);
    return {
      value: looseText(hit["value"]) ?? "",
      type: looseText(hit["type"]) ?? "",
      start: looseNumber(hit["start_index"]),
      end: looseNumber(hit["end_index"]),
    };
  });
}
