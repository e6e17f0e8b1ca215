import type { EmulatorModel } from "../model/emulator-model.ts";
import { headsOfModel, isHeadModel } from "../model/frame-model.ts";
import { TEXT_CLASSES } from "../model/text-classes.ts";
import type { EmulatorRule } from "./emulator-rule.ts";

/** Whether a rule has a result for a text. */
export function saysOfText(rule: EmulatorRule): boolean {
  return (
    rule.filter !== undefined ||
    rule.language !== undefined ||
    rule.taskCode !== undefined ||
    (rule.classes !== undefined && knowsOne(Object.keys(rule.classes), TEXT_CLASSES))
  );
}

/**
 * Whether a rule has a result for media that this model judges. A class of another model is not a result, and no rule sets the scores of
 * the color models.
 */
export function saysOfMedia(model: EmulatorModel): (rule: EmulatorRule) => boolean {
  const known = isHeadModel(model) ? headsOfModel(model).flatMap(({ classes }) => classes) : null;
  return ({ match, taskCode, classes, frames }) => {
    if (match.words !== undefined) return false;
    if (taskCode !== undefined) return true;
    if (known === null || (classes === undefined && frames === undefined)) return false;
    const parts = [classes ?? {}, ...(frames ?? []).map((part) => part.classes)];
    return knowsOne(parts.flatMap(Object.keys), known);
  };
}

/** Whether a rule has a result for a labeling task. */
export function saysOfLabels(rule: EmulatorRule): boolean {
  return rule.labels !== undefined || rule.taskCode !== undefined;
}

/** Whether the model knows one of the classes. A rule without any class is a result, too: every class is benign. */
function knowsOne(names: readonly string[], known: readonly string[]): boolean {
  return names.length === 0 || names.some((name) => known.includes(name));
}
