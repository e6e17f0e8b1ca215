import type { ClassName } from "../../result/class-score.ts";
import type { HitsCondition } from "../policy.ts";

/** Tests one class in one frame. */
export type ClassTest = {
  readonly kind: "class" | "text" | "boxes";
  /** Its index among the class tests of the rule. */
  readonly index: number;
  /** The path in the policy. */
  readonly path: string;
  readonly class: ClassName;
  /** The threshold. */
  readonly atLeast: number;
  /** The number of required boxes; 1 for the other kinds. */
  readonly count: number;
  /** The slot in which its scores are collected; see `Program`. */
  readonly slot: number;
  /** Whether the policy ignores missing data of this test: `ifMissing: "ignore"`. */
  readonly isIgnored: boolean;
};

/** Tests one frame. */
export type FrameTest = ClassTest | { readonly kind: "all" | "any"; readonly of: readonly FrameTest[] };

/** The minimum part of the media in which a frame rule must hold; `null` for no requirement. */
export type Required = {
  /** 1 unless the policy says otherwise, or 0 if there is a requirement on a row or share of frames. */
  readonly frames: number;
  readonly framesInARow: number | null;
  readonly shareOfFrames: number | null;
  readonly seconds: number | null;
  readonly secondsInARow: number | null;
  readonly gapSeconds: number;
};

/** A condition that tests frames one by one. */
export type FrameRule = {
  readonly kind: "frames";
  /** Its index among the frame rules of the policy. */
  readonly index: number;
  readonly condition: "class" | "text" | "boxes" | "sameFrame";
  /** The path in the policy. */
  readonly path: string;
  readonly test: FrameTest;
  /** All class tests in `test`, by index. */
  readonly classTests: readonly ClassTest[];
  readonly required: Required;
  readonly maxUnevaluatedFrames: number;
  /** Whether the policy ignores missing data of every class test. */
  readonly isIgnored: boolean;
};

/** A condition on the hits in a text. */
export type HitsRule = {
  readonly kind: HitsCondition["kind"];
  readonly path: string;
  /** As spelled in the policy; `null` for all types. */
  readonly types: readonly string[] | null;
  readonly count: number;
  readonly isIgnored: boolean;
};

/** A condition on hash matches. */
export type MatchRule = {
  readonly kind: "match";
  readonly path: string;
  /** As spelled in the policy; `null` for all types. */
  readonly types: readonly string[] | null;
  /** Whether the rule ignores that the media was not compared. */
  readonly isIgnored: boolean;
};

/** The rule of every policy: a hash match results in `block`. */
export const ANY_MATCH: MatchRule = { kind: "match", path: "match", types: null, isIgnored: true };

/** A condition on the answers of reviewers. */
export type LabelsRule = {
  readonly kind: "labels";
  readonly path: string;
  readonly labels: readonly string[];
  readonly count: number;
  readonly isIgnored: boolean;
};

/** A combination of conditions, each of which may hold anywhere in the media. */
export type CombinedRule = {
  readonly kind: "all" | "any";
  readonly path: string;
  readonly of: readonly Rule[];
};

/** A checked condition of a policy with all defaults applied. */
export type Rule = FrameRule | HitsRule | MatchRule | LabelsRule | CombinedRule;

/** A tag and its conditions. */
export type TagRule = {
  readonly tag: string;
  /** At least one. */
  readonly rules: readonly Rule[];
};

/** A checked policy, optimized for speed: each class of a frame is looked up only once for all conditions. */
export type Program = {
  readonly block: readonly Rule[];
  readonly review: readonly Rule[];
  readonly tags: readonly TagRule[];
  /** All frame rules of `block`, `review` and `tags`, by index. */
  readonly frameRules: readonly FrameRule[];
  /** The slot of each class, where the scores of a frame are collected. Conditions on the same class share it. */
  readonly classSlots: ReadonlyMap<string, number>;
  /** The slots in which boxes are counted: one for each class and threshold. */
  readonly boxSlots: readonly { readonly class: string; readonly atLeast: number }[];
  readonly maxUnevaluatedFrames: number;
};

/** Checks whether a rule requires a number of seconds. */
export function requiresSeconds({ required }: FrameRule): boolean {
  return required.seconds !== null || required.secondsInARow !== null;
}

/** Checks whether a rule requires a row or a share of frames, and so depends on frames without data. */
export function requiresRowOrShare({ required }: FrameRule): boolean {
  return required.framesInARow !== null || required.shareOfFrames !== null;
}

/** Checks whether one of the rules depends on the answers of reviewers. */
export function testsLabels(rules: readonly Rule[]): boolean {
  return rules.some(
    (rule) =>
      rule.kind === "labels" || ((rule.kind === "all" || rule.kind === "any") && testsLabels(rule.of)),
  );
}

/** Lists the class tests of all frame rules. */
export function listClassTests({ frameRules }: Program): readonly ClassTest[] {
  return frameRules.flatMap(({ classTests }) => classTests);
}

/** Lists the rules of a policy, with those in combinations. */
export function listRules({ block, review, tags }: Program): readonly Rule[] {
  const withParts = (rule: Rule): readonly Rule[] =>
    "of" in rule ? [rule, ...rule.of.flatMap(withParts)] : [rule];
  return [...block, ...review, ...tags.flatMap(({ rules }) => rules)].flatMap(withParts);
}
