import type { Task, TextHit, TextInfo } from "../result/task.ts";
import { toWellFormed } from "../value/well-formed.ts";
import type { TextPiece } from "./split-text.ts";

/** A piece and its task, whose spans and hits are indexes in the piece, as Hive sent them. */
export type PieceTask = { readonly piece: TextPiece; readonly task: Task };

/** A unit in which Hive may count: the size of a code point. */
export type IndexUnit = (codePoint: number) => number;

/** Converts an index in a piece, as Hive sent it, to an index in UTF-16 units. */
export type IndexMap = (index: number) => number;

const UTF_16: IndexUnit = (codePoint) => (codePoint > 0xff_ff ? 2 : 1);
const CODE_POINTS: IndexUnit = () => 1;
const UTF_8: IndexUnit = (codePoint) =>
  codePoint < 0x80 ? 1 : codePoint < 0x8_00 ? 2 : codePoint > 0xff_ff ? 4 : 3;

/**
 * Infers the unit of Hive's indexes, which Hive does not document. See docs/discoveries.md, entry 40.
 *
 * The evidence: the span of the last frame usually ends with the piece, and the text at the indexes of a hit is its
 * value. In ASCII, all units are the same.
 *
 * @returns the unit that fits most of the evidence; UTF-16 units if no other unit fits better.
 */
export function detectUnit(parts: readonly PieceTask[]): IndexUnit {
  if (!parts.some(({ piece }) => /[\u0080-\uffff]/.test(piece.text))) return UTF_16;
  let best = { unit: UTF_16, count: countEvidence(parts, UTF_16) };
  for (const unit of [CODE_POINTS, UTF_8]) {
    const count = countEvidence(parts, unit);
    if (count > best.count) best = { unit, count };
  }
  return best.unit;
}

/** Creates the conversion for one text. An index beyond its end becomes its end. */
export function createIndexMap(text: string, unit: IndexUnit): IndexMap {
  if (unit === UTF_16) return (index) => Math.min(Math.max(0, Math.trunc(index)), text.length);
  /** The UTF-16 index for each index. */
  const indexes: number[] = [];
  let at = 0;
  for (const character of text) {
    const size = unit(character.codePointAt(0) ?? 0);
    // An index inside a code point becomes its start.
    for (let part = 0; part < size; part++) indexes.push(at);
    at += character.length;
  }
  return (index) => indexes[Math.max(0, Math.trunc(index))] ?? text.length;
}

function countEvidence(parts: readonly PieceTask[], unit: IndexUnit): number {
  let count = 0;
  for (const { piece, task } of parts) {
    const length = measure(piece.text, unit);
    const toUnits = createIndexMap(piece.text, unit);
    for (const { frames, text } of task.results) {
      if (frames.some(({ span }) => span?.end === length)) count++;
      for (const { value, start, end } of listHits(text)) {
        if (value === "" || start === null || end === null) continue;
        if (isSameText(piece.text.slice(toUnits(start), toUnits(end)), value)) count++;
      }
    }
  }
  return count;
}

function listHits(text: TextInfo | null): readonly TextHit[] {
  return [text?.filters, text?.pii, text?.urls].flatMap((hits) => hits ?? []);
}

/** Compares a part of a text with the value of a hit. Hive sends capitals, and may add blanks. */
function isSameText(part: string, value: string): boolean {
  return toWellFormed(part).trim().toUpperCase() === value.trim().toUpperCase();
}

function measure(text: string, unit: IndexUnit): number {
  let length = 0;
  for (const character of text) length += unit(character.codePointAt(0) ?? 0);
  return length;
}
