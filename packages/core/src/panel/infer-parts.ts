import { LEVEL_CLASSES, PROBABILITY_CLASSES } from "../policy/compile/known-classes.ts";
import type { ClassTest, Program, Rule } from "../policy/compile/program.ts";
import type { PanelParts } from "./panel-options.ts";

/**
 * Infers the parts that a project accepts from the conditions of its policy.
 *
 * @returns `null` if the policy does not say: it has conditions on both, or only on own classes or labels.
 */
export function inferParts(program: Program): PanelParts | null {
  const parts = new Set([
    ...listClassTests(program).map(findPartOfTest),
    ...listRules(program).map(findPartOfRule),
  ]);
  parts.delete(null);
  const [part = null] = parts;
  return parts.size === 1 ? part : null;
}

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

function findPartOfTest({ kind, class: name }: ClassTest): "media" | "text" | null {
  if (kind === "text" || LEVEL_CLASSES.has(name)) return "text";
  return kind === "boxes" || PROBABILITY_CLASSES.has(name) ? "media" : null;
}

function findPartOfRule({ kind }: Rule): "media" | "text" | null {
  if (kind === "match") return "media";
  return kind === "filters" || kind === "pii" || kind === "urls" ? "text" : null;
}

function listClassTests({ frameRules }: Program): readonly ClassTest[] {
  return frameRules.flatMap(({ classTests }) => classTests);
}

/** Lists the rules of a policy, with those in combinations. */
function listRules({ block, review, tags }: Program): readonly Rule[] {
  const withParts = (rule: Rule): readonly Rule[] =>
    "of" in rule ? [rule, ...rule.of.flatMap(withParts)] : [rule];
  return [...block, ...review, ...tags.flatMap(({ rules }) => rules)].flatMap(withParts);
}
