import type { HeldSeconds } from "./held-seconds.ts";
import type { JudgedResult } from "./judged-result.ts";
import { placePhrase, reasonSentence, scorePhrase } from "./reason-sentence.ts";
import type { LeafRecord, RuleRecord } from "./rule-record.ts";
import type { Reason } from "./verdict.ts";
import { listOf } from "./words.ts";

type Place = {
  readonly result: JudgedResult;
  readonly decision: Reason["decision"];
  /** For how long the whole rule holds. */
  readonly seconds: HeldSeconds;
};

/** Why a condition on frames holds in a result. */
export function frameReason(record: RuleRecord, place: Place): Reason {
  const { rule, held } = record;
  const where = placePhrase(held.count, place.seconds, rule.needs);
  const [only] = record.leaves;
  if (rule.condition !== "sameFrame" && only !== undefined) {
    const { fact, phrase } = leafFact(only, place);
    return { ...fact, sentence: reasonSentence(place.decision, `${phrase} ${where}`) };
  }
  const leaves = record.leaves.filter((leaf) => leaf.held.count > 0).map((leaf) => leafFact(leaf, place));
  return {
    decision: place.decision,
    rule: rule.path,
    kind: rule.condition,
    class: null,
    score: null,
    threshold: null,
    count: null,
    resultIndex: place.result.record.resultIndex,
    frames: place.result.record.indexesAt(held),
    seconds: place.seconds.ranges,
    parts: leaves.map(({ fact, phrase }) => ({ ...fact, sentence: reasonSentence(place.decision, phrase) })),
    sentence: reasonSentence(
      place.decision,
      `in the same frame, ${listOf(leaves.map(({ phrase }) => phrase))}, ${where}`,
    ),
  };
}

function leafFact(
  record: LeafRecord,
  { result, decision }: Place,
): { readonly fact: Omit<Reason, "sentence">; readonly phrase: string } {
  const { leaf, held, score, count } = record;
  const fact = {
    decision,
    rule: leaf.path,
    kind: leaf.kind,
    class: leaf.class,
    score,
    threshold: leaf.atLeast,
    count: leaf.kind === "boxes" ? count : null,
    resultIndex: result.record.resultIndex,
    frames: result.record.indexesAt(held),
    seconds: result.timeline.heldSeconds((position) => held.has(position)).ranges,
    parts: [],
  };
  return { fact, phrase: scorePhrase(fact, leaf.count) };
}
