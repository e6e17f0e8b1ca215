import type { AnswerFrame, TextHit, TextInfo } from "../model/answer-frame.ts";
import { TEXT_CLASSES } from "../model/text-classes.ts";
import type { EmulatorRule } from "./emulator-rule.ts";
import { findWords } from "./matches.ts";
import { readTestWords } from "./test-words.ts";

/**
 * Patterns for personal data. Source of the types: reference/hive-api.md, section 2.6.3. The patterns are simple and
 * the emulator's own.
 */
const PII: readonly { readonly type: string; readonly pattern: RegExp }[] = [
  { type: "Email Address", pattern: /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g },
  { type: "U.S. Phone Number", pattern: /(?<!\d)(?:\+1[ .-]?)?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)/g },
];
/** A word list that always applies: the one in Hive's published samples. */
const DEMO_WORDS: EmulatorRule = {
  match: { words: ["darn"] },
  classes: { bullying: 1 },
  filter: "profanity",
};

/** The text model's result. */
export type TextAnswer = {
  readonly frame: Extract<AnswerFrame, { kind: "text" }>;
  readonly textInfo: TextInfo;
};

/**
 * Judges a text by the matching rules and by the test words in it. All other classes have level 0.
 *
 * @param rules - the matching rules, with or without words.
 * @throws ApiError 400 for an invalid test word.
 */
export function answerText(text: string, rules: readonly EmulatorRule[]): TextAnswer {
  const hasDemoWord = findWords(text, DEMO_WORDS.match.words ?? []).length > 0;
  const matching = hasDemoWord ? [...rules, DEMO_WORDS] : rules;
  const language = matching.find((rule) => rule.language !== undefined)?.language ?? "EN";
  const requested = [...matching.map((rule) => rule.classes ?? {}), readTestWords(text)];
  const scores = TEXT_CLASSES.map((name) => (language === "UNSUPPORTED" ? -1 : chooseLevel(name, requested)));
  return {
    frame: { kind: "text", timeSeconds: 0, start: 0, end: text.length, classes: TEXT_CLASSES, scores },
    textInfo: { language, filters: findFilterHits(text, matching), pii: findPersonalData(text) },
  };
}

/** Chooses the highest requested level of a class. -1 (not supported) takes precedence. */
function chooseLevel(name: string, requested: readonly Readonly<Record<string, number>>[]): number {
  const levels = requested.map((levelsByClass) => levelsByClass[name]).filter((level) => level !== undefined);
  return levels.includes(-1) ? -1 : Math.max(0, ...levels);
}

function findFilterHits(text: string, rules: readonly EmulatorRule[]): readonly TextHit[] {
  return rules
    .flatMap(({ filter, match }) => {
      if (filter === undefined) return [];
      return findWords(text, match.words ?? []).map(({ start, end }) => ({
        // Live replies contain the words in capitals.
        value: text.slice(start, end).toUpperCase(),
        start,
        end,
        type: filter,
      }));
    })
    .toSorted((one, other) => one.start - other.start);
}

function findPersonalData(text: string): readonly TextHit[] {
  return PII.flatMap(({ type, pattern }) =>
    [...text.matchAll(pattern)].map((match) => ({
      value: match[0],
      start: match.index,
      end: match.index + match[0].length,
      type,
    })),
  ).toSorted((one, other) => one.start - other.start);
}
