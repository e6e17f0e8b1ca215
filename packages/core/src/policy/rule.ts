import type { ClassName } from "../result/class-score.ts";
import type { HitsCondition } from "./policy.ts";

/** A question about one frame that names one class. */
export type Leaf = {
  readonly kind: "class" | "text" | "boxes";
  /** Its number among the leaves of the rule. */
  readonly place: number;
  /** Where it stands in the policy. */
  readonly path: string;
  readonly class: ClassName;
  readonly atLeast: number;
  /** Of boxes: how many; 1 for the others. */
  readonly count: number;
  /** Where its scores are collected; see `Program`. */
  readonly slot: number;
  /** `ifMissing: "ignore"`. */
  readonly isIgnored: boolean;
};

/** A question about one frame. */
export type Predicate = Leaf | { readonly kind: "all" | "any"; readonly of: readonly Predicate[] };

/** How much must hold; `null` where nothing is asked. */
export type Needs = {
  readonly frames: number;
  readonly seconds: number | null;
  readonly secondsInARow: number | null;
  readonly gapSeconds: number;
};

/** A condition that looks at frames one by one. */
export type FrameRule = {
  readonly kind: "frames";
  /** Its number among the frame rules of the policy. */
  readonly place: number;
  readonly condition: "class" | "text" | "boxes" | "sameFrame";
  readonly path: string;
  readonly predicate: Predicate;
  /** All leaves of the predicate, by their place. */
  readonly leaves: readonly Leaf[];
  readonly needs: Needs;
  readonly maxUnevaluatedFrames: number;
  /** Whether all leaves are ignored where they are missing. */
  readonly isIgnored: boolean;
};

/** A condition on the finds in a text. */
export type HitsRule = {
  readonly kind: HitsCondition["kind"];
  readonly path: string;
  /** As the policy writes them; `null` for all. */
  readonly types: readonly string[] | null;
  readonly count: number;
  readonly isIgnored: boolean;
};

/** A condition on what people answered. */
export type LabelsRule = {
  readonly kind: "labels";
  readonly path: string;
  readonly labels: readonly string[];
  readonly count: number;
  readonly isIgnored: boolean;
};

/** Several conditions on the whole. */
export type CombinedRule = {
  readonly kind: "all" | "any";
  readonly path: string;
  readonly of: readonly Rule[];
};

/** A condition of a policy, checked and with all defaults filled in. */
export type Rule = FrameRule | HitsRule | LabelsRule | CombinedRule;

/** A policy, checked and laid out for speed: a frame's classes are looked up once, whatever the number of conditions. */
export type Program = {
  readonly block: readonly Rule[];
  readonly review: readonly Rule[];
  /** All frame rules of both, by their place. */
  readonly frameRules: readonly FrameRule[];
  /** Where the scores of a frame's classes are collected, by class; a class that several conditions name has one slot. */
  readonly classSlots: ReadonlyMap<string, number>;
  /** Where boxes are counted: one slot for each class and least score. */
  readonly boxSlots: readonly { readonly class: string; readonly atLeast: number }[];
  readonly hasLabels: boolean;
  readonly maxUnevaluatedFrames: number;
};
