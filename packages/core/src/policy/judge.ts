import { roundSeconds } from "./held-seconds.ts";
import type { Evidence } from "./evidence.ts";
import { judgeRule } from "./judge-rule.ts";
import type { JudgedResult } from "./judged-result.ts";
import { evaluatedFrames, wholeLacks } from "./judge-whole.ts";
import { unevaluatedOf } from "./lack.ts";
import type { ResultRecord } from "./result-record.ts";
import type { Program } from "./rule.ts";
import { Timeline } from "./timeline.ts";
import type { Verdict } from "./verdict.ts";
import type { VerdictHead } from "./verdict-head.ts";

/** Puts the verdict together from what is remembered of the frames. */
export function judge(program: Program, records: readonly ResultRecord[], head: VerdictHead | null): Verdict {
  const results = records
    .toSorted((one, other) => one.resultIndex - other.resultIndex)
    .map((record): JudgedResult => {
      const durationSeconds = head?.results[record.resultIndex]?.media?.durationSeconds ?? null;
      return { record, timeline: new Timeline(record, durationSeconds) };
    });
  const evidence: Evidence = { results, head };
  const blocking = program.block.map((rule) => judgeRule(rule, evidence, "block"));
  const reviewing = program.review.map((rule) => judgeRule(rule, evidence, "review"));
  const all = [...blocking, ...reviewing];
  const reasons = all.flatMap((one) => one.reasons);
  const lacks = [...wholeLacks(program, evidence), ...all.flatMap((one) => one.lacks)];
  const isUnknown = lacks.some((lack) => !lack.isIgnored);
  return {
    // No condition is unknown without something that it lacks, so that what is missing decides.
    decision: reasons[0]?.decision ?? (isUnknown ? "unknown" : "allow"),
    reasons,
    unevaluated: unevaluatedOf(lacks),
    evaluated: { frames: evaluatedFrames(results), seconds: evaluatedSeconds(results) },
  };
}

/** Seconds of the media that were judged in any of the results. */
function evaluatedSeconds(results: readonly JudgedResult[]): number {
  const ranges = results
    .flatMap(
      ({ record, timeline }) => timeline.heldSeconds((position) => !record.unevaluated.has(position)).ranges,
    )
    .toSorted((one, other) => one.start - other.start);
  let seconds = 0;
  let coveredUpTo = Number.NEGATIVE_INFINITY;
  for (const { start, end } of ranges) {
    seconds += Math.max(0, end - Math.max(start, coveredUpTo));
    coveredUpTo = Math.max(coveredUpTo, end);
  }
  return roundSeconds(seconds);
}
