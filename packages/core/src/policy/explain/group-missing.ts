import type { MissingData } from "../evaluate/evaluate-rule.ts";
import type { Unevaluated } from "../verdict.ts";
import { writeUnevaluated } from "./sentences.ts";

/** Missing data, and who needs it. */
export type Need = {
  readonly data: MissingData;
  /** Whether only a tag needs the data, so that the decision does not depend on it. */
  readonly isForTag: boolean;
};

/** Groups the missing data that several conditions have in common. Data for tags has entries of its own. */
export function groupMissing(needs: readonly Need[]): readonly Unevaluated[] {
  const groups = new Map<string, Need[]>();
  for (const need of needs) {
    const { data, isForTag } = need;
    if (isSaidForTask(data, needs)) continue;
    const key = JSON.stringify([
      data.kind,
      data.class,
      data.resultIndex,
      data.isIgnored,
      data.detail,
      isForTag,
      // Frames that were not evaluated may concern all conditions, or those with a row or share.
      data.kind === "frames" && data.rule === null,
    ]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [need]);
    else group.push(need);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { kind, class: name, resultIndex, detail } = first.data;
    const frames = [...new Set(group.flatMap(({ data }) => data.frames))].toSorted(
      (one, other) => one - other,
    );
    const rules = [...new Set(group.flatMap(({ data }) => data.rule ?? []))];
    const entry = { kind, rules, class: name, resultIndex, frames };
    const why = first.data.isIgnored
      ? "the policy ignores this"
      : first.isForTag
        ? "only tags depend on it"
        : "";
    return [{ ...entry, isIgnored: why !== "", sentence: writeUnevaluated(entry, { detail, why }) }];
  });
}

/** Checks whether an entry for the whole task or result already says the same. */
function isSaidForTask({ kind, rule, resultIndex }: MissingData, needs: readonly Need[]): boolean {
  if (rule === null || (kind !== "noFrames" && kind !== "frames")) return false;
  return needs.some(
    ({ data, isForTag }) =>
      data.kind === kind &&
      data.rule === null &&
      !data.isIgnored &&
      !isForTag &&
      (kind === "noFrames" || data.resultIndex === resultIndex),
  );
}
