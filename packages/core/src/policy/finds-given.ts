import { isObject } from "../value/is-object.ts";
import type { HitsRule } from "./rule.ts";

type Finds = HitsRule["kind"];

/** What a result calls its lists of finds, beside its frames. */
const BESIDE: { readonly [Kind in Finds]: string } = {
  filters: "text_filters",
  pii: "pii_entities",
  urls: "urls",
};

/** Lists of the texts of a picture, or of a stretch of sound, inside a frame; web addresses are in none of them. */
const BLOCKS = ["frame_results", "classifications"] as const;

/** Which lists of finds stand inside the frames of a result. A list that is not there does not say that nothing was found. */
export class FindsInFrames {
  #frameCount = 0;
  #filtersCount = 0;
  #piiCount = 0;

  /** @param raw - The next frame, as Hive sent it. */
  take(raw: unknown): void {
    this.#frameCount++;
    if (!isObject(raw)) return;
    // v3's word for text_filters.
    if (Array.isArray(raw["string_matches"]) || haveBlocks(raw, BESIDE.filters)) this.#filtersCount++;
    if (haveBlocks(raw, BESIDE.pii)) this.#piiCount++;
  }

  /** Whether every frame has such a list. */
  give(kind: Finds): boolean {
    const count = { filters: this.#filtersCount, pii: this.#piiCount, urls: 0 }[kind];
    return count > 0 && count === this.#frameCount;
  }
}

/**
 * Whether a reply has a list of finds beside the frames of a result.
 *
 * @param raw - The reply as Hive sent it, with or without its frames.
 */
export function givesFinds(
  raw: unknown,
  of: { readonly kind: Finds; readonly resultIndex: number; readonly resultCount: number },
): boolean {
  if (!isObject(raw)) return false;
  const { status } = raw;
  const entries: readonly unknown[] = Array.isArray(status) ? status : [status];
  // Results that were put together by hand are not those of the reply.
  if (entries.length !== of.resultCount) return false;
  const entry = entries[of.resultIndex];
  const response = isObject(entry) ? entry["response"] : null;
  return isObject(response) && Array.isArray(response[BESIDE[of.kind]]);
}

function haveBlocks(raw: { readonly [key: string]: unknown }, list: string): boolean {
  const all = BLOCKS.flatMap((key) => (Array.isArray(raw[key]) ? [raw[key]] : []));
  return (
    all.length > 0 && all.flat().every((block: unknown) => isObject(block) && Array.isArray(block[list]))
  );
}
