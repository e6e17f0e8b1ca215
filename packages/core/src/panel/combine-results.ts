import type { Decision, Reason, Verdict } from "../policy/verdict.ts";
import type { MemberCall } from "./member-call.ts";
import type { PanelMemberResult, PanelVerdict } from "./panel-verdict.ts";

/** The strictest first, as in the verdict of a policy. */
const BY_STRICTNESS: readonly Decision[] = ["block", "review", "unknown", "allow"];

/**
 * Combines the results of all members.
 *
 * @param isCovered - Whether a member takes each part of each item.
 */
export function combineResults(calls: readonly MemberCall[], isCovered: boolean): PanelVerdict {
  const results = calls.map((call) => ({ call, result: call.result ?? UNANSWERED }));
  const counted = results.filter(({ result }) => result.state !== "notApplicable");
  const decisions = new Set<Decision>(counted.map(({ result }) => result.verdict?.decision ?? "unknown"));
  // A restricted item is never allowed, even if the policy says nothing about such material.
  if (!isCovered || calls.some((call) => call.isRestricted)) decisions.add("unknown");
  return {
    // Without any decision, nothing is known.
    decision: BY_STRICTNESS.find((decision) => decisions.has(decision)) ?? "unknown",
    ...combineTags(counted),
    members: Object.fromEntries(results.map(({ call, result }) => [call.key, result])),
    charge: sumCharges(calls),
  };
}

const UNANSWERED: PanelMemberResult = { state: "cancelled", verdict: null, task: null, error: null };

type Counted = readonly { readonly call: MemberCall; readonly result: PanelMemberResult }[];

function combineTags(counted: Counted): Pick<Verdict, "tags" | "unknownTags"> {
  const reasonsByTag = new Map<string, Reason[]>();
  const unknown = new Set<string>();
  for (const { call, result } of counted) {
    for (const { tag, reasons } of result.verdict?.tags ?? []) {
      reasonsByTag.set(tag, [...(reasonsByTag.get(tag) ?? []), ...reasons]);
    }
    const unknownTags = result.verdict?.unknownTags ?? call.member.tags;
    for (const tag of unknownTags) unknown.add(tag);
  }
  return {
    tags: [...reasonsByTag].map(([tag, reasons]) => ({ tag, reasons })),
    unknownTags: [...unknown].filter((tag) => !reasonsByTag.has(tag)),
  };
}

function sumCharges(calls: readonly MemberCall[]): PanelVerdict["charge"] {
  const charges = calls.map(({ charge }) => charge);
  const sumUsd = charges.reduce((sum, { knownUsd }) => sum + knownUsd, 0);
  return { knownUsd: Number(sumUsd.toFixed(7)), isComplete: charges.every(({ isComplete }) => isComplete) };
}
