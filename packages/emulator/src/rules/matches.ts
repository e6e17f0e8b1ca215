import type { EmulatorPattern, EmulatorRule } from "./emulator-rule.ts";

/** What rules look at. */
export type RuleSubject = {
  readonly projectKey: string;
  /** The name of the upload, or the last part of the URL's path; `null` for neither. */
  readonly name: string | null;
  readonly url: string | null;
  readonly text: string | null;
  readonly metadata: string | null;
  /** Computed when a rule asks for it. */
  readonly sha256: () => Promise<string>;
};

/** Whether a rule answers for this submission. */
export async function matches(rule: EmulatorRule, subject: RuleSubject): Promise<boolean> {
  const { project, name, url, text, words, sha256, metadata } = rule.match;
  if (project !== undefined && project !== subject.projectKey) return false;
  if (name !== undefined && !fits(name, subject.name)) return false;
  if (url !== undefined && !fits(url, subject.url)) return false;
  if (text !== undefined && !fits(text, subject.text)) return false;
  if (metadata !== undefined && !fits(metadata, subject.metadata)) return false;
  if (words !== undefined && findWords(subject.text ?? "", words).length === 0) return false;
  return sha256 === undefined || sha256.toLowerCase() === (await subject.sha256());
}

/** Where one of the words stands in a text: whole words, in any case. The end is exclusive. */
export function findWords(text: string, words: readonly string[]): { start: number; end: number }[] {
  if (words.length === 0) return [];
  return [...text.matchAll(wordsToRegExp(words))].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function fits(pattern: EmulatorPattern, value: string | null): boolean {
  if (value === null) return false;
  // `search` does not remember where a pattern with the flag g has stopped.
  if (typeof pattern !== "string") return value.search(pattern) !== -1;
  return textToRegExp(pattern).test(value);
}

/** What finds any of the words, whole and in any case. @throws SyntaxError where they cannot be made into one */
function wordsToRegExp(words: readonly string[]): RegExp {
  // The longest first: of two words that begin alike it is the one that is meant.
  const choices = words.toSorted((one, other) => other.length - one.length).map(escapeForRegExp);
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${choices.join("|")})(?![\\p{L}\\p{N}_])`, "giu");
}

/** What fits the whole of a value, `*` standing for any characters. @throws SyntaxError where it cannot be made */
function textToRegExp(text: string): RegExp {
  return new RegExp(`^${text.split("*").map(escapeForRegExp).join(".*")}$`, "isu");
}

/** A hyphen stays as it is: behind a backslash it is an error in a pattern with the flag u, and outside of brackets it means itself. */
function escapeForRegExp(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
