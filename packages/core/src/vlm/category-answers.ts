import { isObject } from "../value/is-object.ts";
import { EXPLANATION } from "./define-prompt-policy.ts";

/** The model's answer to each category of a call; `null` if the answer lacks it, or it is not a boolean. */
export type CategoryAnswers = Readonly<Record<string, boolean | null>>;

/**
 * Reads an answer. Only `true` and `false` count: a text such as `"false"` is not an answer.
 *
 * @param names - The categories that the model was asked about.
 * @throws TypeError if the answer is not an object, or has a property that was not requested.
 */
export function readCategoryAnswers(
  json: unknown,
  names: readonly string[],
  hasExplanation: boolean,
): CategoryAnswers {
  const known = new Set(hasExplanation ? [...names, EXPLANATION] : names);
  if (!isObject(json) || Object.keys(json).some((name) => !known.has(name))) {
    // Becomes a HiveDecodeError with a message of its own.
    throw new TypeError();
  }
  const answers = names.map((name) => {
    const value = Object.hasOwn(json, name) ? json[name] : null;
    return [name, typeof value === "boolean" ? value : null] as const;
  });
  // Frozen, because `onAnswer` receives the same object as the verdict.
  return Object.freeze(Object.fromEntries(answers));
}
