import type { CombinedRule } from "../compile/program.ts";
import type { Evaluation, HeldFrames } from "../evaluate/evaluate-rule.ts";
import type { ClassTestRecord } from "../evaluate/frame-records.ts";
import { YES } from "../evaluate/truth.ts";
import type { Reason } from "../verdict.ts";
import {
  describeAnswers,
  describeHits,
  describeMatch,
  describePlace,
  describeScore,
  extractPhrase,
  joinList,
  writeReason,
} from "./sentences.ts";
import type { Outcome } from "./sentences.ts";

/** The properties of a reason that is not about frames. */
const NO_FRAMES = {
  class: null,
  score: null,
  threshold: null,
  count: null,
  resultIndex: null,
  frames: [],
  seconds: [],
  parts: [],
} as const;

/** Explains why a condition holds; `[]` if it does not. A frame rule has a reason for each result in which it holds. */
export function explainReasons(evaluation: Evaluation, outcome: Outcome): readonly Reason[] {
  if (evaluation.truth !== YES) return [];
  switch (evaluation.kind) {
    case "frames":
      return evaluation.held.map((held) => explainFrames(held, outcome));
    case "combined": {
      const parts = evaluation.parts.flatMap((part) => explainReasons(part, outcome));
      return [explainCombined(evaluation.rule, { outcome, parts })];
    }
    case "hits": {
      const { rule, count } = evaluation;
      const sentence = writeReason(outcome, describeHits(rule, count));
      return [
        { ...NO_FRAMES, decision: outcome.decision, rule: rule.path, kind: rule.kind, count, sentence },
      ];
    }
    case "match":
      return evaluation.held.map(({ record, positions, types }) => ({
        ...NO_FRAMES,
        decision: outcome.decision,
        rule: evaluation.rule.path,
        kind: "match",
        resultIndex: record.resultIndex,
        frames: record.listIndexes(positions),
        sentence: writeReason(outcome, describeMatch(types)),
      }));
    case "labels": {
      const { rule, answers } = evaluation;
      const sentence = writeReason(outcome, describeAnswers(rule, answers));
      return [
        {
          ...NO_FRAMES,
          decision: outcome.decision,
          rule: rule.path,
          kind: rule.kind,
          count: answers.length,
          sentence,
        },
      ];
    }
    default:
      return evaluation satisfies never;
  }
}

function explainCombined(
  { path, kind }: CombinedRule,
  of: { readonly outcome: Outcome; readonly parts: readonly Reason[] },
): Reason {
  const { outcome, parts } = of;
  const phrases = parts.map((part) => extractPhrase(outcome, part)).join("; ");
  const sentence = writeReason(outcome, kind === "all" ? `all conditions hold: ${phrases}` : phrases);
  return { ...NO_FRAMES, decision: outcome.decision, rule: path, kind, parts, sentence };
}

function explainFrames(held: HeldFrames, outcome: Outcome): Reason {
  const { record, result, seconds } = held;
  const { rule } = record;
  const where = describePlace(held, rule.required);
  const [only] = record.classTests;
  if (rule.condition !== "sameFrame" && only !== undefined) {
    const { fact, phrase } = explainClassTest(only, { held, outcome });
    return { ...fact, sentence: writeReason(outcome, `${phrase} ${where}`) };
  }
  const tests = record.classTests
    .filter((test) => test.held.count > 0)
    .map((test) => explainClassTest(test, { held, outcome }));
  const phrases = tests.map(({ phrase }) => phrase);
  return {
    ...NO_FRAMES,
    decision: outcome.decision,
    rule: rule.path,
    kind: rule.condition,
    resultIndex: result.record.resultIndex,
    frames: result.record.listIndexes(record.held),
    seconds: seconds.ranges,
    parts: tests.map(({ fact, phrase }) => ({ ...fact, sentence: writeReason(outcome, phrase) })),
    sentence: writeReason(outcome, `${joinList(phrases)}, together ${where}`),
  };
}

function explainClassTest(
  { test, held, score, count }: ClassTestRecord,
  of: { readonly held: HeldFrames; readonly outcome: Outcome },
): { readonly fact: Omit<Reason, "sentence">; readonly phrase: string } {
  const { record, timeline } = of.held.result;
  const fact = {
    ...NO_FRAMES,
    decision: of.outcome.decision,
    rule: test.path,
    kind: test.kind,
    class: test.class,
    score,
    threshold: test.atLeast,
    count: test.kind === "boxes" ? count : null,
    resultIndex: record.resultIndex,
    frames: record.listIndexes(held),
    seconds: timeline.heldSeconds((position) => held.has(position)).ranges,
  };
  return { fact, phrase: describeScore(fact, test.count) };
}
