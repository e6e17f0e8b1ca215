import type { Required } from "../compile/program.ts";
import type { ResultRecord, RuleRecord } from "./frame-records.ts";
import { NO, UNKNOWN, YES } from "./truth.ts";
import type { Truth } from "./truth.ts";

/**
 * The frames of a result in which a rule with a required row or share holds, may hold, and does not hold. Frames are
 * identified by their `index`, so the order in which they came does not matter, and a frame that came twice counts
 * once.
 */
export type FrameCounts = {
  /** The number of frames in which the rule holds. */
  readonly held: number;
  /** The number of frames in which it may hold: those that lack data or were not evaluated, and those not taken. */
  readonly possible: number;
  /** The number of frames of the result; `null` if it is unknown. */
  readonly total: number | null;
  /** The most consecutive frames in which the rule holds. */
  readonly longestRow: number;
  /** The most consecutive frames in which it holds or may hold; `Infinity` if the number of frames is unknown. */
  readonly longestPossibleRow: number;
};

/**
 * Counts frames after the last one.
 *
 * @param unseenCount - The number of frames of the result that were not taken; `null` if it is unknown.
 */
export function countFrames(
  record: RuleRecord,
  of: { readonly resultRecord: ResultRecord; readonly unseenCount: number | null },
): FrameCounts {
  const { resultRecord, unseenCount } = of;
  const held = new Set<number>();
  const possible = new Set<number>();
  const failed: number[] = [];
  for (const [position, index] of resultRecord.indexes.entries()) {
    if (record.held.has(position)) held.add(index);
    else if (record.mayHold.has(position) || resultRecord.unevaluated.has(position)) possible.add(index);
    else failed.push(index);
  }
  const missingCount = [...possible].filter((index) => !held.has(index)).length;
  const ends = failed.filter((index) => !held.has(index) && !possible.has(index));
  const takenCount = new Set(resultRecord.indexes).size;
  const total = unseenCount === null ? null : takenCount + unseenCount;
  return {
    held: held.size,
    possible: missingCount + (unseenCount ?? 0),
    total,
    longestRow: measureLongestRow(held),
    longestPossibleRow: total === null ? Infinity : measureLongestGap(ends, total),
  };
}

/**
 * Evaluates the required row of frames. A frame without data may be part of it. If the result is shorter than the row,
 * and the rule may hold in all of it, it might hold long enough in longer media.
 */
export function evaluateRow(
  { longestRow, longestPossibleRow, total }: FrameCounts,
  required: Required,
): Truth {
  const { framesInARow } = required;
  if (framesInARow === null || longestRow >= framesInARow) return YES;
  return longestPossibleRow >= Math.min(framesInARow, total ?? Infinity) ? UNKNOWN : NO;
}

/** Evaluates the required share of frames, which is known only if the number of frames is. */
export function evaluateShare({ held, possible, total }: FrameCounts, required: Required): Truth {
  const { shareOfFrames } = required;
  if (shareOfFrames === null) return YES;
  if (total === null) return UNKNOWN;
  if (held / total >= shareOfFrames) return YES;
  return (held + possible) / total >= shareOfFrames ? UNKNOWN : NO;
}

/** Measures the most consecutive numbers. */
function measureLongestRow(indexes: ReadonlySet<number>): number {
  let longest = 0;
  let row = 0;
  let previous = Number.NaN;
  for (const index of sort(indexes)) {
    row = index === previous + 1 ? row + 1 : 1;
    longest = Math.max(longest, row);
    previous = index;
  }
  return longest;
}

/** Measures the most consecutive numbers from 0 to `total - 1` that are not in `ends`. */
function measureLongestGap(ends: readonly number[], total: number): number {
  let longest = 0;
  let next = 0;
  for (const end of [...sort(ends), total]) {
    longest = Math.max(longest, end - next);
    next = end + 1;
  }
  return longest;
}

function sort(indexes: Iterable<number>): readonly number[] {
  return [...indexes].toSorted((one, other) => one - other);
}
