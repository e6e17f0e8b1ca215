import type { TextHit } from "../result/task.ts";
import { answersOf } from "./answers.ts";
import type { Evidence } from "./evidence.ts";
import type { Judgement } from "./judgement.ts";
import { hitsPhrase, labelsPhrase, reasonSentence } from "./reason-sentence.ts";
import type { HitsRule, LabelsRule } from "./rule.ts";
import { ABSENT, NO, UNKNOWN, YES } from "./truth.ts";
import type { Reason } from "./verdict.ts";
import type { VerdictHead } from "./verdict-head.ts";

const NO_SUMMARY = "The frames came without the summary that says it";

const LISTS: { readonly [Kind in HitsRule["kind"]]: string } = {
  filters: "filtered words",
  pii: "personal data",
  urls: "web addresses",
};

/** Says whether enough was found in the texts of all results. What was found is counted, and never told. */
export function judgeHits(rule: HitsRule, { head }: Evidence, decision: Reason["decision"]): Judgement {
  const texts = (head?.results ?? []).flatMap(({ text }) => text ?? []);
  if (texts.length === 0) return missing(rule, { kind: "text", detail: head === null ? NO_SUMMARY : null });
  const lists = texts.flatMap((text) => (text[rule.kind] === null ? [] : [text[rule.kind]]));
  const hits = texts.flatMap((text) => text[rule.kind] ?? []);
  const count = hits.filter((hit) => isOfType(hit, rule.types)).length;
  if (count >= rule.count) return holds(rule, { decision, count, phrase: hitsPhrase(rule, count) });
  if (lists.length === 0) {
    return missing(rule, {
      kind: "text",
      detail: `The reply has no list of ${LISTS[rule.kind]} in the text`,
    });
  }
  const untyped = rule.types === null ? 0 : hits.filter(({ type }) => type === "").length;
  return count + untyped >= rule.count
    ? missing(rule, { kind: "text", detail: `${untyped} of the finds in the text have no type` })
    : { truth: NO, reasons: [], lacks: [] };
}

/** Says whether enough people answered so. */
export function judgeLabels(
  rule: LabelsRule,
  head: VerdictHead | null,
  decision: Reason["decision"],
): Judgement {
  const answers = answersOf(head);
  if (answers.length === 0) {
    return missing(rule, { kind: "labels", detail: head === null ? NO_SUMMARY : null });
  }
  const counted = answers.filter((answer) => rule.labels.includes(answer));
  if (counted.length < rule.count) return { truth: NO, reasons: [], lacks: [] };
  const phrase = labelsPhrase([...new Set(counted)], { count: counted.length, needed: rule.count });
  return holds(rule, { decision, count: counted.length, phrase });
}

function isOfType({ type }: TextHit, types: readonly string[] | null): boolean {
  return types === null || types.some((one) => one.toLowerCase() === type.toLowerCase());
}

function holds(
  rule: HitsRule | LabelsRule,
  found: { readonly decision: Reason["decision"]; readonly count: number; readonly phrase: string },
): Judgement {
  const { decision, count, phrase } = found;
  const reason: Reason = {
    decision,
    rule: rule.path,
    kind: rule.kind,
    class: null,
    score: null,
    threshold: null,
    count,
    resultIndex: null,
    frames: [],
    seconds: [],
    parts: [],
    sentence: reasonSentence(decision, phrase),
  };
  return { truth: YES, reasons: [reason], lacks: [] };
}

function missing(
  { path, isIgnored }: HitsRule | LabelsRule,
  what: { readonly kind: "text" | "labels"; readonly detail: string | null },
): Judgement {
  const { kind, detail } = what;
  const lack = { kind, rule: path, class: null, resultIndex: null, frames: [], isIgnored };
  return {
    truth: isIgnored ? ABSENT : UNKNOWN,
    reasons: [],
    lacks: [detail === null ? lack : { ...lack, detail }],
  };
}
