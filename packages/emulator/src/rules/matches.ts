import type { EmulatorPattern, EmulatorRule } from "./emulator-rule.ts";

/** The properties of a submission that rules match. */
export type RuleSubject = {
  readonly projectKey: string;
  /** The file name of the upload, or the last segment of the URL's path; `null` without either. */
  readonly name: string | null;
  readonly url: string | null;
  readonly text: string | null;
  readonly metadata: string | null;
  /** Computed only when a rule has a hash. */
  readonly sha256: () => Promise<string>;
};

/** Checks whether a rule matches a submission. */
export async function matches(rule: EmulatorRule, subject: RuleSubject): Promise<boolean> {
  const { project, name, url, text, words, sha256, metadata } = rule.match;
  if (project !== undefined && project !== subject.projectKey) return false;
  if (name !== undefined && !matchesPattern(name, subject.name)) return false;
  if (url !== undefined && !matchesPattern(url, subject.url)) return false;
  if (text !== undefined && !matchesPattern(text, subject.text)) return false;
  if (metadata !== undefined && !matchesPattern(metadata, subject.metadata)) return false;
  if (words !== undefined && findWords(subject.text ?? "", words).length === 0) return false;
  return sha256 === undefined || sha256.toLowerCase() === (await subject.sha256());
}

/** Finds all occurrences of words in a text: whole words, ignoring case. The end is exclusive. */
export function findWords(text: string, words: readonly string[]): { start: number; end: number }[] {
  if (words.length === 0) return [];
  return [...text.matchAll(wordsToRegExp(words))].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function matchesPattern(pattern: EmulatorPattern, value: string | null): boolean {
  if (value === null) return false;
  // Unlike `test`, `search` ignores the `lastIndex` of a pattern with the flag g.
  if (typeof pattern !== "string") return value.search(pattern) !== -1;
  return textToRegExp(pattern).test(value);
}

/** Creates a pattern that matches any of the words: whole words, ignoring case. */
function wordsToRegExp(words: readonly string[]): RegExp {
  // The longest word comes first, so that it takes precedence over a word that is its prefix.
  const choices = words.toSorted((one, other) => other.length - one.length).map(escapeForRegExp);
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${choices.join("|")})(?![\\p{L}\\p{N}_])`, "giu");
}

/** Creates a pattern that matches the complete value; `*` matches any characters. */
function textToRegExp(text: string): RegExp {
  return new RegExp(`^${text.split("*").map(escapeForRegExp).join(".*")}$`, "isu");
}

/**
 * Escapes a text, except hyphens: outside of brackets they need no escape, and with the flag u an escape would be a
 * syntax error.
 */
function escapeForRegExp(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
