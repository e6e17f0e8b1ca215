import { isUnknownLanguage } from "../../result/task.ts";
import { listAnswers } from "./evaluate-rule.ts";
import type { Evidence, MissingData, ResultEvidence, VerdictHead } from "./evaluate-rule.ts";
import type { ResultRecord } from "./frame-records.ts";

/** Counts the frames that the model evaluated. */
export function countEvaluatedFrames(results: readonly ResultEvidence[]): number {
  return sum(results.map(({ record }) => record.frameCount - record.unevaluated.count));
}

/**
 * Lists data that is missing regardless of the conditions: frames, or their evaluation. `ifMissing` does not apply to
 * it.
 *
 * @param of.hasLabels - Whether a condition tests the answers of reviewers, which a task without frames may have.
 */
export function listMissingFromTask(
  evidence: Evidence,
  of: { readonly hasLabels: boolean; readonly maxUnevaluatedFrames: number },
): readonly MissingData[] {
  const { results, head } = evidence;
  const frameCount = sum(results.map(({ record }) => record.frameCount));
  const isAnswered = of.hasLabels && listAnswers(head).length > 0;
  if (frameCount === 0 && !isAnswered) return [...listUnknownLanguages(head), missing("noFrames", null)];
  const unevaluatedCount = sum(results.map(({ record }) => record.unevaluated.count));
  const isFewEnough = unevaluatedCount <= of.maxUnevaluatedFrames;
  const unevaluated = results
    .filter(({ record }) => record.unevaluated.count > 0)
    .map(({ record }): MissingData => {
      const frames = record.listIndexes(record.unevaluated);
      // If no frame of a result was evaluated, the model did not respond.
      const isIgnored = isFewEnough && record.unevaluated.count < record.frameCount;
      return { ...missing("frames", record.resultIndex), frames, isIgnored };
    });
  return [
    ...unevaluated,
    ...listUnknownLanguages(head),
    ...listUnseenFrames(evidence),
    ...listUnconfirmed(evidence),
  ];
}

/** Lists results with frames that were not taken, and results without any frame. */
function listUnseenFrames({ results, head }: Evidence): readonly MissingData[] {
  const records = recordsByResult(results);
  const resultIndexes = new Set([...(head?.results.keys() ?? []), ...records.keys()]);
  return [...resultIndexes].flatMap((resultIndex) => {
    const known = head?.results[resultIndex];
    const indexes = records.get(resultIndex)?.indexes ?? [];
    const unseen = missing("unseenFrames", resultIndex);
    const count = countUnseenFrames(indexes, known);
    if (count === null) return [unseen];
    if (count > 0) return [{ ...unseen, detail: { count } }];
    return indexes.length === 0 && known !== undefined ? [missing("noFrames", resultIndex)] : [];
  });
}

/**
 * Counts the frames of a result that were not taken, as far as their indexes and the summary tell.
 *
 * @param indexes - The `index` of each frame that was taken.
 * @param known - The result in the task or summary; `undefined` if there is none.
 * @returns `null` if an index or the number of frames is not valid.
 */
export function countUnseenFrames(
  indexes: readonly number[],
  known: VerdictHead["results"][number] | undefined,
): number | null {
  const { takenCount, leastCount } = countByIndexes(indexes);
  const knownCount = known === undefined ? 0 : (known.frameCount ?? known.frames?.length ?? null);
  if (leastCount === null || !Number.isSafeInteger(knownCount)) return null;
  return Math.max(leastCount, Number(knownCount)) - takenCount;
}

function recordsByResult(results: Evidence["results"]): ReadonlyMap<number, ResultRecord> {
  return new Map(results.map(({ record }) => [record.resultIndex, record]));
}

/**
 * Counts frames by their indexes, which start at 0 and have no gaps.
 *
 * @returns the number of frames that were taken, without duplicates, and the minimum number of frames in the result;
 * `null` if an index is not valid.
 */
function countByIndexes(indexes: readonly number[]): {
  readonly takenCount: number;
  readonly leastCount: number | null;
} {
  if (indexes.every((index, position) => index === position)) {
    return { takenCount: indexes.length, leastCount: indexes.length };
  }
  const { size } = new Set(indexes);
  const isValid = indexes.every((index) => Number.isSafeInteger(index) && index >= 0);
  const highest = indexes.reduce((most, index) => Math.max(most, index), -1);
  return { takenCount: size, leastCount: isValid ? highest + 1 : null };
}

/** Lists results for which Hive did not confirm success, unless other entries already say so. */
function listUnconfirmed({ results, head }: Evidence): readonly MissingData[] {
  // Without the summary, nothing confirms that the task succeeded.
  if (head === null) return [missing("result", null)];
  const unlisted = results.filter(({ record }) => head.results[record.resultIndex] === undefined);
  const records = recordsByResult(results);
  const unconfirmed = head.results.flatMap((result, resultIndex) => {
    const record = records.get(resultIndex);
    // Frames that were not evaluated, or not taken, have entries of their own.
    const isSaidByFrames =
      result.isUnconfirmed !== true && (record === undefined || record.unevaluated.count > 0);
    return result.evaluated || isSaidByFrames || isUnknownLanguage(result.text?.language)
      ? []
      : [missing("result", resultIndex)];
  });
  return [...unconfirmed, ...unlisted.map(({ record }) => missing("result", record.resultIndex))];
}

function listUnknownLanguages(head: Evidence["head"]): readonly MissingData[] {
  return (head?.results ?? []).flatMap(({ text }, resultIndex) =>
    isUnknownLanguage(text?.language) ? [missing("language", resultIndex)] : [],
  );
}

function missing(kind: MissingData["kind"], resultIndex: number | null): MissingData {
  return { kind, rule: null, class: null, resultIndex, frames: [], isIgnored: false };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
