import {
  checkList,
  checkNumber,
  checkObject,
  checkText,
  checkTexts,
  isPlainObject,
  optional,
  refuse,
} from "../check/check-value.ts";
import { EmulatorOptionsError } from "../check/options-error.ts";
import { AI_GENERATED_HEADS } from "../model/ai-generated-heads.ts";
import type { Head } from "../model/head.ts";
import { TEXT_CLASSES, TWO_LEVEL_CLASSES } from "../model/text-classes.ts";
import { VISUAL_HEADS } from "../model/visual-heads.ts";
import { textToRegExp, wordsToRegExp } from "./matches.ts";
import type {
  EmulatorPattern,
  EmulatorRule,
  EmulatorRuleFrames,
  EmulatorRuleMatch,
} from "./emulator-rule.ts";

const RULE_KEYS = ["match", "classes", "frames", "labels", "filter", "language", "taskCode"];
const MATCH_KEYS = ["project", "name", "url", "text", "words", "sha256", "metadata"];
const ANSWERS = ["classes", "frames", "labels", "filter", "language", "taskCode"];
const HEADS: readonly Head[] = [...VISUAL_HEADS, ...AI_GENERATED_HEADS];
const MEDIA_CLASSES: ReadonlySet<string> = new Set(HEADS.flatMap((head) => head.classes));
const LANGUAGE = /^(?:[A-Za-z]{2,3}|UNSUPPORTED)$/;

/**
 * Checks one rule, from code or from a file.
 *
 * @throws EmulatorOptionsError that names the place.
 */
export function checkRule(value: unknown, path: string): EmulatorRule {
  const rule = checkObject(value, path, RULE_KEYS);
  if (!ANSWERS.some((key) => rule[key] !== undefined)) {
    throw new EmulatorOptionsError(`${path} answers nothing; give it one of ${ANSWERS.join(", ")}.`);
  }
  const match = checkMatch(rule["match"], `${path}.match`);
  if (rule["filter"] !== undefined && match.words === undefined) {
    throw new EmulatorOptionsError(`${path}.filter needs ${path}.match.words: the finds are those words.`);
  }
  return {
    match,
    classes: optional(rule["classes"], `${path}.classes`, checkClasses),
    frames: optional(rule["frames"], `${path}.frames`, (frames, at) => checkList(frames, at, checkFrames)),
    labels: optional(rule["labels"], `${path}.labels`, checkTexts),
    filter: optional(rule["filter"], `${path}.filter`, checkText),
    language: optional(rule["language"], `${path}.language`, (language, at) =>
      LANGUAGE.test(checkText(language, at))
        ? checkText(language, at)
        : refuse(at, 'a code such as "EN", or "UNSUPPORTED"', language),
    ),
    taskCode: optional(rule["taskCode"], `${path}.taskCode`, (code, at) =>
      /^[1-9]\d{3}$/.test(checkText(code, at))
        ? checkText(code, at)
        : refuse(at, 'a task code of four digits such as "3300"', code),
    ),
  };
}

function checkMatch(value: unknown, path: string): EmulatorRuleMatch {
  const match = checkObject(value, path, MATCH_KEYS);
  if (Object.values(match).every((one) => one === undefined)) {
    throw new EmulatorOptionsError(
      `${path} is empty and would fit everything; give it one of ${MATCH_KEYS.join(", ")}.`,
    );
  }
  return {
    project: optional(match["project"], `${path}.project`, checkText),
    name: optional(match["name"], `${path}.name`, checkPattern),
    url: optional(match["url"], `${path}.url`, checkPattern),
    text: optional(match["text"], `${path}.text`, checkPattern),
    words: optional(match["words"], `${path}.words`, checkWords),
    sha256: optional(match["sha256"], `${path}.sha256`, (hash, at) =>
      /^[0-9a-f]{64}$/i.test(checkText(hash, at))
        ? checkText(hash, at)
        : refuse(at, "64 hexadecimal digits", hash),
    ),
    metadata: optional(match["metadata"], `${path}.metadata`, checkPattern),
  };
}

function checkPattern(value: unknown, path: string): EmulatorPattern {
  if (value instanceof RegExp) return value;
  const text = checkText(value, path);
  return checkCompiles(text, path, () => textToRegExp(text));
}

function checkWords(value: unknown, path: string): readonly string[] {
  const words = checkTexts(value, path);
  return checkCompiles(words, path, () => wordsToRegExp(words));
}

/** A pattern that cannot be made is found here, not by the first request. */
function checkCompiles<T>(value: T, path: string, compile: () => RegExp): T {
  try {
    compile();
    return value;
  } catch (cause) {
    throw new EmulatorOptionsError(`${path} cannot be made into a pattern.`, { cause });
  }
}

function checkFrames(value: unknown, path: string): EmulatorRuleFrames {
  const frames = checkObject(value, path, ["fromSeconds", "toSeconds", "classes"]);
  const fromSeconds = optional(frames["fromSeconds"], `${path}.fromSeconds`, (from, at) =>
    checkNumber(from, at, { min: 0 }),
  );
  const toSeconds = optional(frames["toSeconds"], `${path}.toSeconds`, (to, at) =>
    checkNumber(to, at, { min: 0 }),
  );
  if (toSeconds !== undefined && toSeconds <= (fromSeconds ?? 0)) {
    refuse(`${path}.toSeconds`, `greater than fromSeconds (${fromSeconds ?? 0})`, toSeconds);
  }
  return { fromSeconds, toSeconds, classes: checkClasses(frames["classes"], `${path}.classes`, "media") };
}

/** Classes of media have scores, those of text have levels; the two sets of names have nothing in common. */
function checkClasses(value: unknown, path: string, only?: "media"): Readonly<Record<string, number>> {
  if (!isPlainObject(value)) refuse(path, 'an object such as { "yes_smoking": 0.97 }', value);
  const scores: Record<string, number> = {};
  for (const [name, score] of Object.entries(value)) {
    const at = `${path}.${name}`;
    if (MEDIA_CLASSES.has(name)) scores[name] = checkNumber(score, at, { min: 0, max: 1 });
    else if (only !== "media" && TEXT_CLASSES.includes(name)) scores[name] = checkLevel(score, at);
    else
      throw new EmulatorOptionsError(
        `${at}: no model of the emulator has a class "${name}"${only === undefined ? "" : " for media"}.`,
      );
  }
  checkHeads(scores, path);
  return scores;
}

function checkLevel(value: unknown, path: string): number {
  const level = checkNumber(value, path, { min: -1, max: 3, whole: true });
  const name = path.split(".").at(-1) ?? "";
  return TWO_LEVEL_CLASSES.has(name) && (level === 1 || level === 2)
    ? refuse(path, "0 or 3, or -1", value)
    : level;
}

function checkHeads(scores: Readonly<Record<string, number>>, path: string): void {
  for (const { classes } of HEADS) {
    const asked = classes.filter((name) => scores[name] !== undefined);
    const sum = asked.reduce((total, name) => total + (scores[name] ?? 0), 0);
    const isWhole = asked.length === classes.length && classes.length > 1;
    if (sum > 1 + 1e-9 || (isWhole && Math.abs(sum - 1) > 1e-9)) {
      throw new EmulatorOptionsError(
        `${path}: ${asked.join(", ")} are classes of one head, whose scores sum to 1, and these sum to ${sum}.`,
      );
    }
  }
}
