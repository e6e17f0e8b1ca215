import { isHiveError } from "@hivekit/core";
import { definePromptPolicy } from "@hivekit/core/vlm";
import type { PromptCategory, PromptPolicy } from "@hivekit/core/vlm";

/** The maximum length of a policy's text, in code points. The text is part of every prompt, so it is billed each time. */
export const MAX_POLICY_CHARACTERS = 8000;

/** A line that starts with one of these words is a category, wherever it is. */
const KEYWORD = /^(block|review)\b/i;
const CATEGORY = /^(block|review)\s+([a-z]\w{0,63})\s*:\s*(.*)$/i;
const FORM = "block NAME: DESCRIPTION or review NAME: DESCRIPTION";

/** A problem with a line of a policy's text. */
export type PolicyProblem = {
  /** The number of the line, starting at 1; `null` if the problem is not in one line. */
  readonly line: number | null;
  /** A sentence that says what to change. */
  readonly message: string;
};

/** A policy's text is invalid. The message lists all problems, one a line, and contains no descriptions. */
export class PolicyTextError extends Error {
  override readonly name = "PolicyTextError";
  readonly problems: readonly PolicyProblem[];

  constructor(problems: readonly PolicyProblem[]) {
    super(
      problems.map(({ line, message }) => (line === null ? message : `Line ${line}: ${message}`)).join("\n"),
    );
    this.problems = problems;
  }
}

type CategoryLine = {
  readonly name: string;
  readonly decision: PromptCategory["decision"];
  readonly line: number;
  description: string;
};

/**
 * Parses the text of a policy:
 *
 * ```text
 * A forum for students of 16 to 19 years.
 *
 * block weaponsSale: Offers to sell or buy weapons.
 *   News about weapons do not belong here.
 * review insult: Insults against a person.
 * ```
 *
 * The lines before the first category are the instructions. A line that starts with `block` or `review` is a category:
 * its name, a colon and its description, which continues on indented lines. Blank lines between categories are ignored.
 *
 * @throws PolicyTextError if a line does not have one of these forms, or the policy is not allowed.
 */
export function parsePolicyText(text: string): PromptPolicy {
  const length = Array.from(text).length;
  if (length > MAX_POLICY_CHARACTERS) {
    const message = `The policy must have at most ${MAX_POLICY_CHARACTERS} characters, got ${length}. Shorten it.`;
    throw new PolicyTextError([{ line: null, message }]);
  }
  const { instructions, categories, problems } = readLines(text.split(/\r\n|\r|\n/));
  if (instructions === "")
    problems.push({
      line: 1,
      message: "Begin with instructions: where the content appears and who sees it.",
    });
  if (categories.length === 0 && problems.length === 0)
    problems.push({ line: null, message: `The policy has no category. Add a line of the form ${FORM}.` });
  if (problems.length > 0) throw new PolicyTextError(problems);
  try {
    return definePromptPolicy({
      instructions,
      categories: Object.fromEntries(
        categories.map(({ name, description, decision }) => [name, { description, decision }]),
      ),
    });
  } catch (error) {
    throw toPolicyTextError(error, categories);
  }
}

type ReadText = {
  readonly instructions: string;
  readonly categories: readonly CategoryLine[];
  readonly problems: PolicyProblem[];
};

function readLines(lines: readonly string[]): ReadText {
  const instructions: string[] = [];
  const categories: CategoryLine[] = [];
  const problems: PolicyProblem[] = [];
  /** Set by the first category, even if it is invalid. */
  let hasCategory = false;
  for (const [index, content] of lines.entries()) {
    const line = index + 1;
    const trimmed = content.trim();
    const latest = categories.at(-1);
    if (KEYWORD.test(content)) {
      hasCategory = true;
      const category = readCategory(trimmed, line);
      if (category === null) {
        const message = `A line that starts with block or review must have the form ${FORM}. NAME starts with a letter and has up to 64 letters, digits or _. Start instructions with another word.`;
        problems.push({ line, message });
        continue;
      }
      const other = categories.find(({ name }) => name === category.name);
      if (other !== undefined) {
        const message = `The category ${category.name} is already on line ${other.line}. Rename or delete one of them.`;
        problems.push({ line, message });
      }
      categories.push(category);
    } else if (!hasCategory) instructions.push(content.trimEnd());
    else if (trimmed === "") continue;
    else if (/^\s/.test(content)) {
      if (latest !== undefined) latest.description = `${latest.description} ${trimmed}`.trim();
    } else {
      const message = `The line must have the form ${FORM}. Indent it if it continues the description above, or move it above the first category if it is an instruction.`;
      problems.push({ line, message });
    }
  }
  for (const { name, description, line } of categories) {
    if (description === "")
      problems.push({ line, message: `Describe the category ${name} after the colon.` });
  }
  problems.sort((one, other) => (one.line ?? 0) - (other.line ?? 0));
  return { instructions: instructions.join("\n").trim(), categories, problems };
}

function readCategory(trimmed: string, line: number): CategoryLine | null {
  const [, keyword, name = "", description = ""] = CATEGORY.exec(trimmed) ?? [];
  if (keyword === undefined) return null;
  const decision = keyword.toLowerCase() === "block" ? "block" : "review";
  return { name, decision, line, description };
}

/** Names the line of the category that core rejected. Its messages contain the names of categories only. */
function toPolicyTextError(error: unknown, categories: readonly CategoryLine[]): unknown {
  if (!isHiveError(error) || error.kind !== "config") return error;
  const { option } = error;
  const category = categories.find(({ name }) => option === `categories.${name}`);
  const message = error.message.replace(/^\w+: /, "").replace(/^categories\.(\w+)/, "The category $1");
  return new PolicyTextError([{ line: category?.line ?? null, message }]);
}
