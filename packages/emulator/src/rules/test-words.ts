import { ApiError } from "../error/api-error.ts";
import { TEXT_CLASSES, TWO_LEVEL_CLASSES } from "../model/text-classes.ts";

/**
 * What a text asks for: the words `hive-test-hate` (level 3) or `hive-test-bullying-1`, anywhere in it.
 *
 * @returns levels by class.
 * @throws ApiError 400 for a class that the model does not have, or a level that the class does not have: it would read as harmless.
 */
export function readTestWords(text: string): Record<string, number> {
  const levels: Record<string, number> = {};
  for (const [word, name = "", given = "3"] of text.matchAll(/hive-test-(\w+)(?:-(\w+))?/g)) {
    if (!TEXT_CLASSES.includes(name)) {
      throw new ApiError(
        400,
        `The text has the test word ${word}, but "${name}" is no class of the text model.`,
      );
    }
    const allowed = TWO_LEVEL_CLASSES.has(name) ? ["0", "3"] : ["0", "1", "2", "3"];
    if (!allowed.includes(given)) {
      throw new ApiError(
        400,
        `The text has the test word ${word}, but the levels of ${name} are ${allowed.join(", ")}.`,
      );
    }
    levels[name] = Math.max(levels[name] ?? 0, Number(given));
  }
  return levels;
}
