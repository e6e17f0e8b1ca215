import type { TaskModel } from "../model/emulator-model.ts";
import { getHeads, isHeadModel } from "../model/frame-model.ts";
import { CSAM_HEADS } from "../model/hive-heads.ts";
import { TEXT_CLASSES } from "../model/text-classes.ts";
import type { EmulatorRule } from "./emulator-rule.ts";
import { matches, type RuleSubject } from "./matches.ts";

/** The rules that match a submission. */
export type MatchingRules = {
  /** The first matching rule without words; `null` for none. */
  readonly first: EmulatorRule | null;
  /** All matching rules with words, in their order. */
  readonly words: readonly EmulatorRule[];
};

/**
 * Finds the rules that match a submission.
 *
 * @param hasResult - whether a rule has a result for this kind of submission.
 */
export async function findRules(
  rules: readonly EmulatorRule[],
  subject: RuleSubject,
  hasResult: (rule: EmulatorRule) => boolean,
): Promise<MatchingRules> {
  let first: EmulatorRule | null = null;
  const words: EmulatorRule[] = [];
  for (const rule of rules) {
    const hasWords = rule.match.words !== undefined;
    if ((!hasWords && first !== null) || !hasResult(rule) || !(await matches(rule, subject))) continue;
    if (hasWords) words.push(rule);
    else first = rule;
  }
  return { first, words };
}

/** The properties of a rule that set the result of a model, in addition to class scores. */
const RESULTS: Partial<Record<TaskModel, readonly (keyof EmulatorRule)[]>> = {
  emulator_ai_generated: ["c2pa"],
  emulator_logo: ["logos"],
  emulator_celebrity: ["faces"],
  emulator_transcription: ["transcript"],
  emulator_speech: ["transcript"],
  emulator_ocr: ["textBlocks"],
  emulator_ocr_moderation: ["textBlocks"],
  emulator_csam: ["hashMatch"],
  emulator_csam_hash: ["hashMatch"],
};

/** Checks whether a rule has a result for a text. */
export function hasTextResult(rule: EmulatorRule): boolean {
  return (
    rule.filter !== undefined ||
    rule.language !== undefined ||
    rule.taskCode !== undefined ||
    (rule.classes !== undefined && includesKnownClass(Object.keys(rule.classes), TEXT_CLASSES))
  );
}

/** Checks whether a rule has a result for a translation. */
export function hasTranslationResult(rule: EmulatorRule): boolean {
  return rule.translation !== undefined || rule.taskCode !== undefined;
}

/** Checks whether a rule has an answer for a chat completion. @param properties - those of the schema of the answer */
export function hasChatResult({ answer, taskCode }: EmulatorRule, properties: ReadonlySet<string>): boolean {
  if (taskCode !== undefined || typeof answer === "string") return true;
  return Object.keys(answer ?? {}).some((name) => properties.has(name));
}

/** Checks whether a rule has a result for a labeling task. */
export function hasLabelingResult(rule: EmulatorRule): boolean {
  return rule.labels !== undefined || rule.taskCode !== undefined;
}

/**
 * Returns a function that tests whether a rule has a result for media that this model judges. A class of another model
 * is not a result, and rules cannot set the scores of the color models.
 */
export function hasMediaResult(model: TaskModel): (rule: EmulatorRule) => boolean {
  const heads = isHeadModel(model) ? getHeads(model) : model === "emulator_csam" ? CSAM_HEADS : [];
  const known = heads.flatMap(({ classes }) => classes);
  return (rule) => {
    const { match, taskCode, classes, frames } = rule;
    if (match.words !== undefined) return false;
    if (taskCode !== undefined || RESULTS[model]?.some((key) => rule[key] !== undefined) === true)
      return true;
    if (known.length === 0 || (classes === undefined && frames === undefined)) return false;
    const parts = [classes ?? {}, ...(frames ?? []).map((part) => part.classes)];
    return includesKnownClass(parts.flatMap(Object.keys), known);
  };
}

/** A rule without classes also has a result: the benign scores. */
function includesKnownClass(names: readonly string[], known: readonly string[]): boolean {
  return names.length === 0 || names.some((name) => known.includes(name));
}
