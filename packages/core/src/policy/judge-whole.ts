import { isUnknownLanguage } from "../result/task.ts";
import type { Evidence } from "./evidence.ts";
import { answersOf } from "./answers.ts";
import type { JudgedResult } from "./judged-result.ts";
import type { Lack } from "./lack.ts";
import type { Program } from "./rule.ts";
import { seenFrames } from "./seen-frames.ts";

/** How many frames the model judged. */
export function evaluatedFrames(results: readonly JudgedResult[]): number {
  return sum(results.map(({ record }) => record.frameCount - record.unevaluated.count));
}

/** What is missing whatever the conditions are: frames, or the model's word on them. `ifMissing` has no say in it. */
export function wholeLacks(program: Program, evidence: Evidence): readonly Lack[] {
  const { results, head } = evidence;
  const frameCount = sum(results.map(({ record }) => record.frameCount));
  const isForPeople = program.hasLabels && answersOf(head).length > 0;
  if (frameCount === 0 && !isForPeople) return [...languageLacks(head), lackOf("noFrames", null)];
  const unevaluatedCount = sum(results.map(({ record }) => record.unevaluated.count));
  const isFewEnough = unevaluatedCount <= program.maxUnevaluatedFrames;
  const unevaluated = results
    .filter(({ record }) => record.unevaluated.count > 0)
    .map(({ record }): Lack => {
      const frames = record.indexesAt(record.unevaluated);
      // A result of which nothing was judged is one more model that has not answered.
      const isIgnored = isFewEnough && record.unevaluated.count < record.frameCount;
      return { ...lackOf("frames", record.resultIndex), frames, isIgnored };
    });
  return [...unevaluated, ...languageLacks(head), ...seenLacks(evidence), ...headLacks(evidence)];
}

/** Frames that are known of and were not looked at, and results without any. */
function seenLacks({ results, head }: Evidence): readonly Lack[] {
  const known = new Set([
    ...(head?.results.keys() ?? []),
    ...results.map(({ record }) => record.resultIndex),
  ]);
  return [...known].flatMap((resultIndex) => {
    const told = head?.results[resultIndex];
    const record = results.find((one) => one.record.resultIndex === resultIndex)?.record;
    const { count, leastCount } = seenFrames(record?.indexes ?? []);
    const unseen = lackOf("unseenFrames", resultIndex);
    if (leastCount === null) return [unseen];
    const unseenCount = Math.max(leastCount, told?.frameCount ?? told?.frames?.length ?? 0) - count;
    if (unseenCount > 0) return [{ ...unseen, detail: String(unseenCount) }];
    return count === 0 && told !== undefined ? [lackOf("noFrames", resultIndex)] : [];
  });
}

/** What the task says of its results, where that is more than what the frames say. */
function headLacks({ results, head }: Evidence): readonly Lack[] {
  // Who has not heard that it is a success cannot say that it is.
  if (head === null) return [lackOf("result", null)];
  const strangers = results.filter(({ record }) => head.results[record.resultIndex] === undefined);
  const told = head.results.flatMap((result, resultIndex) => {
    const record = results.find((one) => one.record.resultIndex === resultIndex)?.record;
    // Frames that were not judged, or not seen, are told one by one.
    const isToldByFrames = record === undefined || record.unevaluated.count > 0;
    return result.evaluated || isToldByFrames || isUnknownLanguage(result.text?.language)
      ? []
      : [lackOf("result", resultIndex)];
  });
  return [...told, ...strangers.map(({ record }) => lackOf("result", record.resultIndex))];
}

function languageLacks(head: Evidence["head"]): readonly Lack[] {
  return (head?.results ?? []).flatMap(({ text }, resultIndex) =>
    isUnknownLanguage(text?.language) ? [lackOf("language", resultIndex)] : [],
  );
}

function lackOf(kind: Lack["kind"], resultIndex: number | null): Lack {
  return { kind, rule: null, class: null, resultIndex, frames: [], isIgnored: false };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
