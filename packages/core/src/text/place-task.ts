import type { Frame } from "../result/frame.ts";
import type { ModelResult, Task, TextHit } from "../result/task.ts";
import { createIndexMap } from "./index-unit.ts";
import type { IndexUnit, PieceTask } from "./index-unit.ts";
import type { TextPiece } from "./split-text.ts";

/** Converts an index in a piece to an index in the original text, in UTF-16 units; `null` stays `null`. */
type Place = (index: number | null) => number | null;

/** Converts the spans and hits of a task to indexes in the original text, in UTF-16 units. `raw` remains as it is. */
export function placeTask({ piece, task }: PieceTask, unit: IndexUnit): Task {
  const toUnits = createIndexMap(piece.text, unit);
  const place: Place = (index) => (index === null ? null : piece.start + toUnits(index));
  return { ...task, results: task.results.map((result) => placeResult(result, piece, place)) };
}

function placeResult(result: ModelResult, piece: TextPiece, place: Place): ModelResult {
  const { frames, text } = result;
  const placeHits = (hits: readonly TextHit[] | null): readonly TextHit[] | null =>
    hits?.map((hit) => ({ ...hit, start: place(hit.start), end: place(hit.end) })) ?? null;
  return {
    ...result,
    text:
      text === null
        ? null
        : {
            ...text,
            filters: placeHits(text.filters),
            pii: placeHits(text.pii),
            urls: placeHits(text.urls),
          },
    frames: frames.map((frame) => ({ ...frame, span: placeSpan(frame, { piece, frames, place }) })),
  };
}

function placeSpan(
  { kind, span }: Frame,
  of: { readonly piece: TextPiece; readonly frames: readonly Frame[]; readonly place: Place },
): Frame["span"] {
  const { piece, frames, place } = of;
  if (span === null) {
    // The only frame of a piece covers all of it. v3 sends no span.
    const isWhole = frames.length === 1 && kind !== "other";
    return isWhole ? { start: piece.start, end: piece.end } : null;
  }
  const [start, end] = [place(span.start), place(span.end)];
  return start === null || end === null ? null : { start, end };
}
