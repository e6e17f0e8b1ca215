import type { JudgedText } from "../model/answer-frame.ts";
import { answerText, type TextAnswer } from "./answer-text.ts";
import type { EmulatorRule } from "./emulator-rule.ts";
import { findRules, hasTextResult } from "./find-rules.ts";
import type { RuleSubject } from "./matches.ts";

/** The rules, and the submission that contains the text. */
type Context = { readonly rules: readonly EmulatorRule[]; readonly subject: RuleSubject };

/** A failure that a rule requests. */
export type RequestedFailure = { readonly taskCode: string };

/**
 * Judges a text by the rules that match it and its submission.
 *
 * @throws ApiError 400 for an invalid test word.
 */
export async function judgeText(
  text: string,
  { rules, subject }: Context,
): Promise<TextAnswer | RequestedFailure> {
  const { first, words } = await findRules(rules, { ...subject, text }, hasTextResult);
  const matching = first === null ? words : [first, ...words];
  const taskCode = matching.find((rule) => rule.taskCode !== undefined)?.taskCode;
  return taskCode === undefined ? answerText(text, matching) : { taskCode };
}

/** Judges texts that are part of a file. Each of them is judged alone. */
export async function judgeTexts(
  texts: readonly string[],
  context: Context,
): Promise<readonly JudgedText[] | RequestedFailure> {
  const judged: JudgedText[] = [];
  for (const text of texts) {
    const answer = await judgeText(text, context);
    if ("taskCode" in answer) return answer;
    judged.push({ text, ...answer.textInfo, scores: answer.frame.scores });
  }
  return judged;
}
