import { ANY_MATCH, testsLabels } from "../compile/program.ts";
import type { Program, TagRule } from "../compile/program.ts";
import { evaluateRule } from "../evaluate/evaluate-rule.ts";
import type {
  Evaluation,
  Evidence,
  MissingData,
  ResultEvidence,
  VerdictHead,
} from "../evaluate/evaluate-rule.ts";
import type { ResultRecord } from "../evaluate/frame-records.ts";
import {
  countEvaluatedFrames,
  countUnseenFrames,
  listMissingFromTask,
} from "../evaluate/missing-from-task.ts";
import { UNKNOWN, YES } from "../evaluate/truth.ts";
import { roundSeconds, Timeline } from "../evaluate/timeline.ts";
import type { TagResult, Verdict } from "../verdict.ts";
import { explainReasons } from "./explain-reasons.ts";
import { groupMissing } from "./group-missing.ts";
import { BLOCK, REVIEW, tagOutcome } from "./sentences.ts";

type TagEvaluation = TagResult & {
  readonly isUnknown: boolean;
  /** The data that only the tag needs. */
  readonly missing: readonly MissingData[];
};

/** Builds the verdict from the records of the frames. */
export function buildVerdict(
  program: Program,
  records: readonly ResultRecord[],
  head: VerdictHead | null,
): Verdict {
  const evidence: Evidence = { results: collectEvidence(records, head), head };
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
  const hasLabels = testsLabels([...program.block, ...program.review]);
  const missing = [
    ...listMissingFromTask(evidence, { ...program, hasLabels }),
    ...[...blocking, ...reviewing].flatMap((one) => one.missing),
  ];
  const tags = program.tags.map((tag) => evaluateTag(tag, { program, evidence, hasLabels }));
  const isUnknown = lacksData([...blocking, ...reviewing], missing);
  return {
    decision: reasons[0]?.decision ?? (isUnknown ? "unknown" : "allow"),
    reasons,
    tags: tags.flatMap(({ tag, reasons: some }) => (some.length > 0 ? [{ tag, reasons: some }] : [])),
    unknownTags: tags.filter((one) => one.isUnknown).map(({ tag }) => tag),
    unevaluated: groupMissing([
      ...missing.map((data) => ({ data, isForTag: false })),
      ...tags.flatMap((tag) => tag.missing.map((data) => ({ data, isForTag: true }))),
    ]),
    evaluated: {
      frames: countEvaluatedFrames(evidence.results),
      seconds: sumEvaluatedSeconds(evidence.results),
    },
  };
}

/** Checks whether a condition is unknown, or data is missing that the policy does not ignore. */
function lacksData(evaluations: readonly Evaluation[], missing: readonly MissingData[]): boolean {
  return evaluations.some(({ truth }) => truth === UNKNOWN) || missing.some((data) => !data.isIgnored);
}

/** Completes the records of each result, in the order of the task. */
function collectEvidence(
  records: readonly ResultRecord[],
  head: VerdictHead | null,
): readonly ResultEvidence[] {
  return records
    .toSorted((one, other) => one.resultIndex - other.resultIndex)
    .map((record) => {
      const known = head?.results[record.resultIndex];
      const timeline = new Timeline(record, known?.media?.durationSeconds ?? null);
      // Without the result in a summary, more frames may follow.
      const unseenCount = known === undefined ? null : countUnseenFrames(record.indexes, known);
      return { record, timeline, unseenCount };
    });
}

/** Evaluates a tag in the same way as a policy that has only its conditions, in `review`. */
function evaluateTag(
  { tag, rules }: TagRule,
  of: { readonly program: Program; readonly evidence: Evidence; readonly hasLabels: boolean },
): TagEvaluation {
  const { program, evidence } = of;
  const evaluations = rules.map((rule) => evaluateRule(rule, evidence));
  const reasons = evaluations.flatMap((one) => explainReasons(one, tagOutcome(tag)));
  const own = evaluations.flatMap((one) => one.missing);
  const hasLabels = testsLabels(rules);
  const fromTask = listMissingFromTask(evidence, { ...program, hasLabels });
  const isUnknown = reasons.length === 0 && lacksData(evaluations, [...own, ...fromTask]);
  // The decision lists what the task lacks, except for the difference that answers of reviewers make.
  const listed = hasLabels === of.hasLabels ? [] : fromTask.filter(({ kind }) => kind === "noFrames");
  const missing = [...listed.map((data) => ({ ...data, rule: `tags.${tag}` })), ...own];
  return { tag, reasons, isUnknown, missing };
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
