import type { ClassName } from "../result/class-score.ts";
import type { Unevaluated, UnevaluatedKind } from "./verdict.ts";
import { lackSentence } from "./lack-sentence.ts";

/** Something that is missing, as one condition sees it. */
export type Lack = {
  readonly kind: UnevaluatedKind;
  /** The condition's place in the policy; `null` where it concerns all. */
  readonly rule: string | null;
  readonly class: ClassName | null;
  readonly resultIndex: number | null;
  readonly frames: readonly number[];
  readonly isIgnored: boolean;
  /** Only where the kind does not say it all. */
  readonly detail?: string;
};

/** Puts together what several conditions lack alike. */
export function unevaluatedOf(lacks: readonly Lack[]): readonly Unevaluated[] {
  const hasNothing = lacks.some((lack) => lack.kind === "noFrames" && lack.rule === null);
  const groups = new Map<string, Lack[]>();
  for (const lack of lacks) {
    // That there are no frames at all says it for each condition.
    if (hasNothing && lack.kind === "noFrames" && lack.rule !== null) continue;
    const { kind, resultIndex, isIgnored, detail = "" } = lack;
    const key = JSON.stringify([kind, lack.class, resultIndex, isIgnored, detail]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [lack]);
    else group.push(lack);
  }
  return [...groups.values()].flatMap(entryOf);
}

function entryOf(group: readonly Lack[]): readonly Unevaluated[] {
  const [first] = group;
  if (first === undefined) return [];
  const { kind, resultIndex, isIgnored, detail } = first;
  const frames = [...new Set(group.flatMap((lack) => lack.frames))].toSorted((one, other) => one - other);
  const rules = [...new Set(group.flatMap((lack) => lack.rule ?? []))];
  const entry = { kind, rules, class: first.class, resultIndex, frames, isIgnored };
  return [{ ...entry, sentence: lackSentence(entry, detail ?? null) }];
}
