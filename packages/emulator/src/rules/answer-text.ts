import type { AnswerFrame, TextFindings, TextHit } from "../model/answer-frame.ts";
import type { EmulatorRule } from "./emulator-rule.ts";
import { findWords } from "./matches.ts";
import { readTestWords } from "./test-words.ts";
import { TEXT_CLASSES } from "../model/text-classes.ts";

/** The finds that need no rule. Source of the type names: reference/hive-api.md, section 2.6.3; the patterns are ours, and simple. */
const PII: readonly { readonly type: string; readonly pattern: RegExp }[] = [
  { type: "Email Address", pattern: /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g },
  { type: "U.S. Phone Number", pattern: /(?<!\d)(?:\+1[ .-]?)?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)/g },
];
/** A word list for those who have given none: the one in the published samples. */
const DEMO_WORDS: EmulatorRule = {
  match: { words: ["darn"] },
  classes: { bullying: 1 },
  filter: "profanity",
};

/** What the text model says. */
export type TextAnswer = { readonly frame: AnswerFrame; readonly findings: TextFindings };

/**
 * Judges a text: by the rules that fit it and by the test words in it; every other class is at level 0.
 *
 * @param rules - those that fit, each with or without words.
 * @throws ApiError 400 for a test word that the model cannot show.
 */
export function answerText(text: string, rules: readonly EmulatorRule[]): TextAnswer {
  const fitting = findWords(text, DEMO_WORDS.match.words ?? []).length > 0 ? [...rules, DEMO_WORDS] : rules;
  const language = fitting.find((rule) => rule.language !== undefined)?.language ?? "EN";
  const asked = [...fitting.map((rule) => rule.classes ?? {}), readTestWords(text)];
  const scores = TEXT_CLASSES.map((name) => (language === "UNSUPPORTED" ? -1 : levelOf(name, asked)));
  return {
    frame: { kind: "text", timeSeconds: 0, start: 0, end: text.length, classes: TEXT_CLASSES, scores },
    findings: { language, filters: filtersIn(text, fitting), pii: piiIn(text) },
  };
}

/** The worst level that is asked for; -1, not supported, goes before all. */
function levelOf(name: string, asked: readonly Readonly<Record<string, number>>[]): number {
  const levels = asked.map((levelsByClass) => levelsByClass[name]).filter((level) => level !== undefined);
  return levels.includes(-1) ? -1 : Math.max(0, ...levels);
}

function filtersIn(text: string, rules: readonly EmulatorRule[]): readonly TextHit[] {
  return rules
    .flatMap(({ filter, match }) => {
      if (filter === undefined) return [];
      return findWords(text, match.words ?? []).map(({ start, end }) => ({
        // Live replies have the words in capitals.
        value: text.slice(start, end).toUpperCase(),
        start,
        end,
        type: filter,
      }));
    })
    .toSorted((one, other) => one.start - other.start);
}

function piiIn(text: string): readonly TextHit[] {
  return PII.flatMap(({ type, pattern }) =>
    [...text.matchAll(pattern)].map((match) => ({
      value: match[0],
      start: match.index,
      end: match.index + match[0].length,
      type,
    })),
  ).toSorted((one, other) => one.start - other.start);
}
