import type { AnswerSchema, Json } from "./answer-schema.ts";
import { isJsonRecord, isValidAnswer } from "./validate-answer.ts";

/** Values of all types. Every schema that is not trivial rejects at least one of them. */
const OTHER_VALUES: readonly Json[] = ["perhaps", -1.5, true, null, [], {}, { unexpected: true }];

/** Changes an answer so that it is valid JSON, but not valid according to its schema. */
export function invalidateAnswer(content: string, schema: AnswerSchema): string {
  const answer = parseJson(content);
  const [name] = answer !== null && isJsonRecord(answer) ? Object.keys(answer) : [];
  const withOther = OTHER_VALUES.flatMap((other): Json[] => {
    return answer !== null && isJsonRecord(answer) && name !== undefined
      ? [{ ...answer, [name]: other }]
      : [];
  });
  const invalid = [...withOther, ...OTHER_VALUES].find((value) => !isValidAnswer(value, schema));
  // A schema that allows everything has no invalid answer except text that is not JSON.
  return invalid === undefined ? "perhaps" : JSON.stringify(invalid);
}

/** Removes the first required key from an answer. */
export function removeRequiredKey(content: string, schema: AnswerSchema): string {
  const answer = parseJson(content);
  if (answer === null || !isJsonRecord(answer)) return "{}";
  const missing = Object.keys(answer).find((name) => {
    return !isValidAnswer(omit(answer, name), schema);
  });
  return JSON.stringify(missing === undefined ? {} : omit(answer, missing));
}

function omit(answer: { readonly [key: string]: Json }, name: string): Json {
  return Object.fromEntries(Object.entries(answer).filter(([key]) => key !== name));
}

function parseJson(content: string): Json {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON.parse returns JSON
    return JSON.parse(content) as Json;
  } catch {
    return null;
  }
}
