import type { Task } from "@hivekit/core";
import { createDecider, decide, definePolicy, RECOMMENDED_POLICY } from "@hivekit/core/policy";
import type { Decision, Policy, Verdict } from "@hivekit/core/policy";

export const policy: Policy = definePolicy({ block: { yes_smoking: 0.9 } });
// @ts-expect-error -- a threshold is a number
export const wrong = definePolicy({ block: { yes_smoking: "0.9" } });

export function judge(task: Task): Decision {
  const verdict: Verdict = decide(task, RECOMMENDED_POLICY);
  const decider = createDecider(policy);
  for (const { frames } of task.results) for (const frame of frames) decider.take(frame);
  return verdict.decision === "allow" ? decider.verdict(task).decision : verdict.decision;
}
