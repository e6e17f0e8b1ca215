import type { Evidence } from "./evidence.ts";
import { judgeFrameRule } from "./judge-frame-rule.ts";
import type { Judgement } from "./judgement.ts";
import { neededLacks } from "./judgement.ts";
import { judgeHits, judgeLabels } from "./judge-text-rules.ts";
import { phraseOf, reasonSentence } from "./reason-sentence.ts";
import type { CombinedRule, Rule } from "./rule.ts";
import { allOf, anyOf, YES } from "./truth.ts";
import type { Reason } from "./verdict.ts";

/** Says whether a condition holds. */
export function judgeRule(rule: Rule, evidence: Evidence, decision: Reason["decision"]): Judgement {
  switch (rule.kind) {
    case "frames":
      return judgeFrameRule(rule, evidence.results, decision);
    case "all":
    case "any":
      return judgeCombined(rule, evidence, decision);
    case "labels":
      return judgeLabels(rule, evidence.head, decision);
    default:
      return judgeHits(rule, evidence, decision);
  }
}

function judgeCombined(rule: CombinedRule, evidence: Evidence, decision: Reason["decision"]): Judgement {
  const judgements = rule.of.map((one) => judgeRule(one, evidence, decision));
  const truths = judgements.map((one) => one.truth);
  const truth = rule.kind === "all" ? allOf(truths) : anyOf(truths);
  const lacks = neededLacks(
    truth,
    judgements.flatMap((one) => one.lacks),
  );
  const parts = judgements.flatMap((one) => one.reasons);
  return { truth, reasons: truth === YES ? [combinedReason(rule, { decision, parts })] : [], lacks };
}

function combinedReason(
  rule: CombinedRule,
  of: { readonly decision: Reason["decision"]; readonly parts: readonly Reason[] },
): Reason {
  const { decision, parts } = of;
  const phrases = parts.map(phraseOf).join("; ");
  return {
    decision,
    rule: rule.path,
    kind: rule.kind,
    class: null,
    score: null,
    threshold: null,
    count: null,
    resultIndex: null,
    frames: [],
    seconds: [],
    parts,
    sentence: reasonSentence(decision, rule.kind === "all" ? `all of this holds: ${phrases}` : phrases),
  };
}
