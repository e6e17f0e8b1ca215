import { ANY_MATCH } from "../compile/program.ts";
import type { Program } from "../compile/program.ts";
import { evaluateRule } from "../evaluate/evaluate-rule.ts";
import type { Evidence, MissingData, ResultEvidence, VerdictHead } from "../evaluate/evaluate-rule.ts";
import type { ResultRecord } from "../evaluate/frame-records.ts";
import { countEvaluatedFrames, listMissingFromTask } from "../evaluate/missing-from-task.ts";
import { YES } from "../evaluate/truth.ts";
import { roundSeconds, Timeline } from "../evaluate/timeline.ts";
import type { Unevaluated, Verdict } from "../verdict.ts";
import { explainReasons } from "./explain-reasons.ts";
import { BLOCK, REVIEW, writeUnevaluated } from "./sentences.ts";

/** Builds the verdict from the records of the frames. */
export function buildVerdict(
  program: Program,
  records: readonly ResultRecord[],
  head: VerdictHead | null,
): Verdict {
  const results = records
    .toSorted((one, other) => one.resultIndex - other.resultIndex)
    .map((record): ResultEvidence => {
      const durationSeconds = head?.results[record.resultIndex]?.media?.durationSeconds ?? null;
      return { record, timeline: new Timeline(record, durationSeconds) };
    });
  const evidence: Evidence = { results, head };
  const blocking = program.block.map((rule) => evaluateRule(rule, evidence));
  const reviewing = program.review.map((rule) => evaluateRule(rule, evidence));
  const matching = evaluateRule(ANY_MATCH, evidence);
  // A condition of the policy reports the same match in more detail.
  const isNamed = program.block.some(({ kind }, index) => kind === "match" && blocking[index]?.truth === YES);
  const reasons = [
    ...(isNamed ? [] : explainReasons(matching, BLOCK)),
    ...blocking.flatMap((one) => explainReasons(one, BLOCK)),
    ...reviewing.flatMap((one) => explainReasons(one, REVIEW)),
  ];
  const missing = [
    ...listMissingFromTask(program, evidence),
    ...[...blocking, ...reviewing].flatMap((one) => one.missing),
  ];
  const isUnknown = missing.some((data) => !data.isIgnored);
  return {
    // A condition is unknown only if data is missing, so it is sufficient to check for missing data.
    decision: reasons[0]?.decision ?? (isUnknown ? "unknown" : "allow"),
    reasons,
    tags: [],
    unknownTags: [],
    unevaluated: groupMissing(missing),
    evaluated: { frames: countEvaluatedFrames(results), seconds: sumEvaluatedSeconds(results) },
  };
}

/** Groups the missing data that several conditions have in common. */
function groupMissing(missing: readonly MissingData[]): readonly Unevaluated[] {
  const hasNoFrames = missing.some((data) => data.kind === "noFrames" && data.rule === null);
  const groups = new Map<string, MissingData[]>();
  for (const data of missing) {
    // One entry for the whole task is enough.
    if (hasNoFrames && data.kind === "noFrames" && data.rule !== null) continue;
    const key = JSON.stringify([data.kind, data.class, data.resultIndex, data.isIgnored, data.detail]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [data]);
    else group.push(data);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { kind, resultIndex, isIgnored, detail } = first;
    const frames = [...new Set(group.flatMap((data) => data.frames))].toSorted((one, other) => one - other);
    const rules = [...new Set(group.flatMap((data) => data.rule ?? []))];
    const entry = { kind, rules, class: first.class, resultIndex, frames, isIgnored };
    return [{ ...entry, sentence: writeUnevaluated(entry, detail) }];
  });
}

/** Adds up the seconds of the media that were evaluated in any of the results. */
function sumEvaluatedSeconds(results: readonly ResultEvidence[]): number {
  const ranges = results
    .flatMap(
      ({ record, timeline }) => timeline.heldSeconds((position) => !record.unevaluated.has(position)).ranges,
    )
    .toSorted((one, other) => one.start - other.start);
  let seconds = 0;
  let coveredUntil = Number.NEGATIVE_INFINITY;
  for (const { start, end } of ranges) {
    seconds += Math.max(0, end - Math.max(start, coveredUntil));
    coveredUntil = Math.max(coveredUntil, end);
  }
  return roundSeconds(seconds);
}
