import type { EmulatorRule } from "./emulator-rule.ts";
import { matches, type RuleSubject } from "./matches.ts";

/** What rules say about a submission. */
export type FittingRules = {
  /** The first rule without words that fits; `null` for none. */
  readonly first: EmulatorRule | null;
  /** All rules with words that fit, in their order. */
  readonly words: readonly EmulatorRule[];
};

/** Finds the rules that fit a submission and have something to say of its kind. */
export async function findRules(
  rules: readonly EmulatorRule[],
  subject: RuleSubject,
  says: (rule: EmulatorRule) => boolean,
): Promise<FittingRules> {
  let first: EmulatorRule | null = null;
  const words: EmulatorRule[] = [];
  for (const rule of rules) {
    const hasWords = rule.match.words !== undefined;
    if ((!hasWords && first !== null) || !says(rule) || !(await matches(rule, subject))) continue;
    if (hasWords) words.push(rule);
    else first = rule;
  }
  return { first, words };
}
