import type { TextHit } from "../../result/task.ts";
import { isObject } from "../../value/is-object.ts";
import { looseNumber, looseText, unreadable } from "../wire/read-wire.ts";
import type { Place } from "../wire/read-wire.ts";

/** What was found in texts, without the scores. */
export type TextHits = { readonly filters: readonly TextHit[]; readonly pii: readonly TextHit[] };

/**
 * Reads a list of finds. None gets lost: one without a readable value or type is kept with an empty one.
 *
 * @returns `null` if the list is absent or null.
 * @throws HiveDecodeError if it is no list, or has an element that is neither an object nor a text.
 */
export function readHits(json: unknown, place: Place): readonly TextHit[] | null {
  if (json === null || json === undefined) return null;
  if (!Array.isArray(json)) throw unreadable(place());
  return json.map((hit: unknown, index): TextHit => {
    if (typeof hit === "string") return { value: hit, type: "", start: null, end: null };
    if (!isObject(hit)) throw unreadable([...place(), index]);
    return {
      value: looseText(hit["value"]) ?? "",
      type: looseText(hit["type"]) ?? "",
      start: looseNumber(hit["start_index"]),
      end: looseNumber(hit["end_index"]),
    };
  });
}
