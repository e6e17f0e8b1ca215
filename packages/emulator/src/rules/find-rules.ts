import type { EmulatorRule } from "./emulator-rule.ts";
import { matches, type RuleSubject } from "./matches.ts";

/** The rules that match a submission. */
export type MatchingRules = {
  /** The first matching rule without words; `null` for none. */
  readonly first: EmulatorRule | null;
  /** All matching rules with words, in their order. */
  readonly words: readonly EmulatorRule[];
};

/** Finds the rules that match a submission. @param hasResult - whether a rule has a result for this kind of submission. */
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
