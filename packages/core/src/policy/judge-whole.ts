import type { Evidence } from "./judge-rule.ts";
import type { JudgedResult } from "./judged-result.ts";
import type { Lack } from "./lack.ts";
import type { Program } from "./rule.ts";

/** How many frames the model judged. */
export function evaluatedFrames(results: readonly JudgedResult[]): number {
  return sum(results.map(({ record }) => record.frameCount - record.unevaluated.count));
}

/** What is missing whatever the conditions are: frames, or the model's word on them. `ifMissing` has no say in it. */
export function wholeLacks(program: Program, { results, head }: Evidence): readonly Lack[] {
  const frameCount = sum(results.map(({ record }) => record.frameCount));
  const isForPeople = head?.kind === "labeling" && program.hasLabels;
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
  return [...unevaluated, ...languageLacks(head), ...headLacks(results, head)];
}

/** What the task says of its results, where that is more than what the frames say. */
function headLacks(results: readonly JudgedResult[], head: Evidence["head"]): readonly Lack[] {
  return (head?.results ?? []).flatMap((result, resultIndex) => {
    const record = results.find((one) => one.record.resultIndex === resultIndex)?.record;
    const seenCount = record?.frameCount ?? 0;
    const frameCount = result.frameCount ?? result.frames?.length ?? seenCount;
    if (seenCount < frameCount) {
      return [{ ...lackOf("unseenFrames", resultIndex), detail: String(frameCount - seenCount) }];
    }
    if (seenCount === 0) return [lackOf("noFrames", resultIndex)];
    // Frames that were not judged are told one by one.
    const isToldByFrames = (record?.unevaluated.count ?? 0) > 0;
    return result.evaluated || isToldByFrames || isUnknownLanguage(result.text?.language)
      ? []
      : [lackOf("result", resultIndex)];
  });
}

function languageLacks(head: Evidence["head"]): readonly Lack[] {
  return (head?.results ?? []).flatMap(({ text }, resultIndex) =>
    isUnknownLanguage(text?.language) ? [lackOf("language", resultIndex)] : [],
  );
}

/** What Hive writes for a language that its model does not know. */
function isUnknownLanguage(language: string | null | undefined): boolean {
  return language?.toLowerCase() === "unsupported";
}

function lackOf(kind: Lack["kind"], resultIndex: number | null): Lack {
  return { kind, rule: null, class: null, resultIndex, frames: [], isIgnored: false };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
