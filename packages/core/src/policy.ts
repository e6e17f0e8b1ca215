export { createDecider } from "./policy/create-decider.ts";
export type { Decider } from "./policy/create-decider.ts";
export { decide } from "./policy/decide.ts";
export { definePolicy } from "./policy/define-policy.ts";
export type {
  BoxesCondition,
  ClassCondition,
  ClassRule,
  ClassThresholds,
  CombinedCondition,
  Condition,
  Conditions,
  FrameCondition,
  FrameConditions,
  HitsCondition,
  Holding,
  IfMissing,
  LabelsCondition,
  MatchCondition,
  Policy,
  SameFrameCondition,
  TextCondition,
} from "./policy/policy.ts";
export { AI_GENERATED_POLICY, RECOMMENDED_POLICY, STRICT_POLICY } from "./policy/presets.ts";
export type {
  Decision,
  Reason,
  SecondsRange,
  TagResult,
  Unevaluated,
  UnevaluatedKind,
  Verdict,
} from "./policy/verdict.ts";
