import { ApiError } from "../error/api-error.ts";
import { TEXT_CLASSES, TWO_LEVEL_CLASSES } from "../model/text-classes.ts";

/**
 * Reads the levels that a text requests with test words anywhere in it, such as `hive-test-hate` (level 3) or
 * `hive-test-bullying-1`.
 *
 * @returns levels by class.
 * @throws ApiError 400 for an unknown class, or a level that the class does not have. Otherwise, the text would be
 * judged benign.
 */
export function readTestWords(text: string): Record<string, number> {
  const levels: Record<string, number> = {};
  for (const [word, name = "", level = "3"] of text.matchAll(/hive-test-(\w+)(?:-(\w+))?/g)) {
    if (!TEXT_CLASSES.includes(name)) throw invalidWord(word, `"${name}" is not a class of the text model`);
    const allowed = TWO_LEVEL_CLASSES.has(name) ? ["0", "3"] : ["0", "1", "2", "3"];
    if (!allowed.includes(level)) throw invalidWord(word, `the levels of ${name} are ${allowed.join(", ")}`);
    levels[name] = Math.max(levels[name] ?? 0, Number(level));
  }
  return levels;
}

function invalidWord(word: string, problem: string): ApiError {
  return new ApiError(400, `The text contains the test word ${word}, but ${problem}.`);
}
