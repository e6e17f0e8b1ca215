import { listClassTests, listRules } from "./compile/program.ts";
import type { Program } from "./compile/program.ts";
import type { Reason } from "./verdict.ts";

/** What a policy says about child sexual abuse material. */
export type CsamConditions = {
  /** Whether the policy has a condition on hash matches or on the class `csam`. */
  readonly isNamed: boolean;
  /** The lowest threshold of the class `csam`; `undefined` if the policy has none. */
  readonly threshold: number | undefined;
};

/** Finds the conditions on child sexual abuse material. */
export function findCsamConditions(program: Program): CsamConditions {
  const thresholds = listClassTests(program)
    .filter((test) => test.class === "csam")
    .map(({ atLeast }) => atLeast);
  const isNamed = thresholds.length > 0 || listRules(program).some(({ kind }) => kind === "match");
  return { isNamed, threshold: isNamed && thresholds.length > 0 ? Math.min(...thresholds) : undefined };
}

/** Checks whether a reason is a hash match or the class `csam`, also as a part of a combination. */
export function isCsamReason({ kind, class: name, parts }: Reason): boolean {
  return kind === "match" || name === "csam" || parts.some(isCsamReason);
}
