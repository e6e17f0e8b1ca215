import { isIgnoredFor, MISSING_CAUSES } from "./frame-scores.ts";
import type { Judgement } from "./judgement.ts";
import { neededLacks } from "./judgement.ts";
import type { Lack } from "./lack.ts";
import { frameReason } from "./frame-reason.ts";
import type { JudgedResult } from "./judged-result.ts";
import type { ResultRecord } from "./result-record.ts";
import type { FrameRule } from "./rule.ts";
import { needsSeconds } from "./rule-record.ts";
import { ABSENT, anyOf, NO, UNKNOWN, YES } from "./truth.ts";
import type { Reason } from "./verdict.ts";

/** Says whether a condition on frames holds: in any of the results whose model has what it asks for. */
export function judgeFrameRule(
  rule: FrameRule,
  results: readonly JudgedResult[],
  decision: Reason["decision"],
): Judgement {
  const concerned = results.filter(({ record }) => record.rules[rule.place]?.isGiven === true);
  if (concerned.length === 0) return judgeNowhere(rule, results);
  const judgements = concerned.map((result) => judgeIn(result, rule, decision));
  const truth = anyOf(judgements.map((one) => one.truth));
  const lacks = judgements.flatMap((one) => one.lacks);
  return { truth, reasons: judgements.flatMap((one) => one.reasons), lacks: neededLacks(truth, lacks) };
}

/** No frame has anything of what the rule asks for. */
function judgeNowhere(rule: FrameRule, results: readonly JudgedResult[]): Judgement {
  const truth = rule.isIgnored ? ABSENT : UNKNOWN;
  const lack = { rule: rule.path, class: null, resultIndex: null, frames: [] };
  if (results.every(({ record }) => record.frameCount === 0)) {
    return { truth, reasons: [], lacks: [{ ...lack, kind: "noFrames", isIgnored: rule.isIgnored }] };
  }
  // That no frame was judged at all, says the verdict for all rules.
  const isJudged = results.some(({ record }) => record.unevaluated.count < record.frameCount);
  const lacks = rule.leaves.map((leaf): Lack => ({
    ...lack,
    rule: leaf.path,
    kind: leaf.kind === "boxes" ? "boxes" : "class",
    class: leaf.class,
    isIgnored: leaf.isIgnored,
  }));
  return { truth, reasons: [], lacks: isJudged ? lacks : [] };
}

function judgeIn(result: JudgedResult, rule: FrameRule, decision: Reason["decision"]): Judgement {
  const { record, timeline } = result;
  const ruleRecord = record.rules[rule.place];
  if (ruleRecord === undefined) return { truth: NO, reasons: [], lacks: [] };
  const { held, lackingCount } = ruleRecord;
  const { needs } = rule;
  const isOften = held.count >= needs.frames;
  const seconds = timeline.heldSeconds((position) => held.has(position), needs.gapSeconds);
  // So many frames may lack it, of which others do have it.
  const isLacking =
    lackingCount > rule.maxUnevaluatedFrames || (lackingCount > 0 && lackingCount >= record.frameCount);
  const lacks = missingOf(result, rule, isLacking);
  if (isOften && seconds.isEnough(needs)) {
    return { truth: YES, reasons: [frameReason(ruleRecord, { result, decision, seconds })], lacks };
  }
  const isShort = isTooShort(record, { heldCount: held.count, needed: needs.frames });
  if (isShort) lacks.push(lackOf(result, rule, { kind: "fewFrames", positions: held }));
  const timeless = isOften && needsSeconds(rule) ? timeline.withoutDuration(held) : [];
  if (timeless.length > 0) lacks.push(lackOf(result, rule, { kind: "time", positions: timeless }));
  const isUnknown = isLacking || isShort || timeless.length > 0;
  return { truth: isUnknown ? UNKNOWN : NO, reasons: [], lacks };
}

function missingOf({ record }: JudgedResult, rule: FrameRule, isLacking: boolean): Lack[] {
  const leaves = record.rules[rule.place]?.leaves ?? [];
  return leaves.flatMap(({ leaf, missing }) =>
    // Not in the order in which they first occurred: the order of frames must not matter.
    MISSING_CAUSES.flatMap((kind): readonly Lack[] => {
      const positions = missing.get(kind);
      if (positions === undefined) return [];
      const frames = record.indexesAt(positions);
      const isIgnored = isIgnoredFor(leaf, kind) || !isLacking;
      const { resultIndex } = record;
      return [{ kind, rule: leaf.path, class: leaf.class, resultIndex, frames, isIgnored }];
    }),
  );
}

/** Whether a result has fewer frames than are asked for, and it holds in all that were judged: in a longer one it might be enough. */
function isTooShort(
  record: ResultRecord,
  of: { readonly heldCount: number; readonly needed: number },
): boolean {
  const { heldCount, needed } = of;
  const judgedCount = record.frameCount - record.unevaluated.count;
  return record.frameCount < needed && heldCount > 0 && heldCount >= judgedCount;
}

/** What a rule lacks in frames in which it holds. The harm is there, and that is not for a policy to ignore. */
function lackOf(
  { record }: JudgedResult,
  rule: FrameRule,
  of: { readonly kind: "time" | "fewFrames"; readonly positions: Iterable<number> },
): Lack {
  const [leaf, ...others] = rule.leaves;
  const name = others.length === 0 ? (leaf?.class ?? null) : null;
  return {
    kind: of.kind,
    rule: rule.path,
    class: name,
    resultIndex: record.resultIndex,
    frames: record.indexesAt(of.positions),
    isIgnored: false,
    ...(name === null ? { detail: rule.leaves.map((one) => one.class).join(" with ") } : {}),
  };
}
