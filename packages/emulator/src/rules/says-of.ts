import { headsOfModel, isHeadModel } from "../model/frame-model.ts";
import { TEXT_CLASSES } from "../model/text-classes.ts";
import type { EmulatorModel } from "../model/emulator-model.ts";
import type { EmulatorRule } from "./emulator-rule.ts";

/** Whether a rule says something of a text. */
export function saysOfText(rule: EmulatorRule): boolean {
  return (
    rule.filter !== undefined ||
    rule.language !== undefined ||
    rule.taskCode !== undefined ||
    (rule.classes !== undefined && knowsOne(Object.keys(rule.classes), TEXT_CLASSES))
  );
}

/** Whether a rule says something of the media that a model is given: a class that the model does not have says nothing, and colours are what they are. */
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

/** Whether a rule says something of a task for people. */
export function saysOfLabels(rule: EmulatorRule): boolean {
  return rule.labels !== undefined || rule.taskCode !== undefined;
}

/** A rule without any class says that nothing is to be seen. */
function knowsOne(names: readonly string[], known: readonly string[]): boolean {
  return names.length === 0 || names.some((name) => known.includes(name));
}
