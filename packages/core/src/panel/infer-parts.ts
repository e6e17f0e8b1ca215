import { LEVEL_CLASSES, PROBABILITY_CLASSES } from "../policy/compile/known-classes.ts";
import { listClassTests, listRules } from "../policy/compile/program.ts";
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

function findPartOfTest({ kind, class: name }: ClassTest): "media" | "text" | null {
  if (kind === "text" || LEVEL_CLASSES.has(name)) return "text";
  return kind === "boxes" || PROBABILITY_CLASSES.has(name) ? "media" : null;
}

function findPartOfRule({ kind }: Rule): "media" | "text" | null {
  if (kind === "match") return "media";
  return kind === "filters" || kind === "pii" || kind === "urls" ? "text" : null;
}
