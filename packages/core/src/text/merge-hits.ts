import type { TextHit } from "../result/task.ts";
import type { TextPiece } from "./split-text.ts";

/** The hits of one list in a piece, with indexes in the original text. */
export type PieceHits = { readonly piece: TextPiece; readonly hits: readonly TextHit[] };

/** A hit, and its place in the original text; `null` if it is unknown. */
type PlacedHit = { readonly hit: TextHit; readonly start: number | null; readonly end: number | null };

/** The hits of a piece, and the keys of those whose place is known. */
type PlacedHits = {
  readonly piece: TextPiece;
  readonly hits: readonly PlacedHit[];
  readonly keys: ReadonlySet<string>;
};

/**
 * Merges the hits of pieces that overlap, in the order of the pieces. A hit counts once if two pieces report it with
 * the same type and value at the same place, or if it was cut off by the end of its piece and another piece reports the
 * longer hit of the same type. Any other hit is kept, even if its place is unknown.
 *
 * @param parts - The pieces in order.
 * @param length - The length of the original text in UTF-16 units.
 */
export function mergeHits(parts: readonly PieceHits[], length: number): readonly TextHit[] {
  const placed = parts.map(placeHits);
  return placed.flatMap(({ piece, hits }, index) => {
    const { before, after } = listNeighbors(placed, index);
    const isRepeated = (hit: PlacedHit): boolean => before.some(({ keys }) => keys.has(keyOf(hit)));
    const isCutOff = (hit: PlacedHit): boolean => {
      const cut = {
        start: hit.start === piece.start && piece.start > 0,
        end: hit.end === piece.end && piece.end < length,
      };
      if (!cut.start && !cut.end) return false;
      return [...before, ...after].some((other) => other.hits.some((longer) => isPartOf(hit, longer, cut)));
    };
    return hits.flatMap((hit) => (hit.start !== null && (isRepeated(hit) || isCutOff(hit)) ? [] : [hit.hit]));
  });
}

/** Lists the pieces that have text in common with one of them. */
function listNeighbors(
  placed: readonly PlacedHits[],
  index: number,
): { readonly before: readonly PlacedHits[]; readonly after: readonly PlacedHits[] } {
  const { start, end } = placed[index]?.piece ?? { start: 0, end: 0 };
  let first = index;
  while ((placed[first - 1]?.piece.end ?? 0) > start) first--;
  let last = index;
  while ((placed[last + 1]?.piece.start ?? Infinity) < end) last++;
  return { before: placed.slice(first, index), after: placed.slice(index + 1, last + 1) };
}

function keyOf({ hit: { type, value }, start, end }: PlacedHit): string {
  return JSON.stringify([type, value, start, end]);
}

/**
 * Whether a hit is what remains of a longer one of the same type: its end if it was cut at the start, or its start.
 *
 * @param cut - Whether the hit starts or ends where its piece does and the text continues.
 */
function isPartOf(
  { hit, start, end }: PlacedHit,
  longer: PlacedHit,
  cut: { readonly start: boolean; readonly end: boolean },
): boolean {
  if (start === null || end === null || longer.start === null || longer.end === null) return false;
  if (hit.type !== longer.hit.type) return false;
  return (
    (cut.start && longer.end === end && longer.start < start) ||
    (cut.end && longer.start === start && longer.end > end)
  );
}

function placeHits({ piece, hits }: PieceHits): PlacedHits {
  const inferred = inferPlaces(piece, hits);
  const placed = hits.map((hit): PlacedHit => {
    const { start, end } = hit;
    return start !== null && end !== null
      ? { hit, start, end }
      : { hit, start: null, end: null, ...inferred.get(hit) };
  });
  return { piece, hits: placed, keys: new Set(placed.filter(({ start }) => start !== null).map(keyOf)) };
}

/**
 * Infers the places of hits without indexes, which v3 may send: if their value occurs in the piece exactly as often as it is
 * reported, each time as whole words, each occurrence is one of them. An occurrence inside a word may not be a hit.
 */
function inferPlaces(
  { text, start }: TextPiece,
  hits: readonly TextHit[],
): ReadonlyMap<TextHit, { readonly start: number; readonly end: number }> {
  const byKey = new Map<string, TextHit[]>();
  for (const hit of hits) {
    if ((hit.start !== null && hit.end !== null) || hit.value === "") continue;
    const key = JSON.stringify([hit.type, hit.value]);
    byKey.set(key, [...(byKey.get(key) ?? []), hit]);
  }
  const capitals = text.toUpperCase();
  // A letter may become two capitals, after which the indexes differ.
  if (byKey.size === 0 || capitals.length !== text.length) return new Map();
  return new Map(
    [...byKey.values()].flatMap((same) => {
      const value = (same[0]?.value ?? "").toUpperCase();
      const places = findAll(capitals, value);
      if (places.length !== same.length) return [];
      if (!places.every((at) => isWholeWord(text, at, at + value.length))) return [];
      return same.map((hit, index) => {
        const at = start + (places[index] ?? 0);
        return [hit, { start: at, end: at + value.length }] as const;
      });
    }),
  );
}

/** Whether a part of a text neither starts nor ends inside a word. */
function isWholeWord(text: string, start: number, end: number): boolean {
  // Two UTF-16 units, because a letter may be a surrogate pair.
  const [before, after] = [text.slice(Math.max(0, start - 2), start), text.slice(end, end + 2)];
  return !/[\p{L}\p{M}\p{N}]$/u.test(before) && !/^[\p{L}\p{M}\p{N}]/u.test(after);
}

/** Finds the occurrences of a value that do not overlap. */
function findAll(text: string, value: string): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + value.length)) found.push(at);
  return found;
}
