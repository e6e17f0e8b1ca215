import { extend } from "../client/option-checks.ts";
import { HiveInputError } from "../error/hive-input-error.ts";
import { nonEmptyString, objectOf, required, wholeNumber } from "../options/check-options.ts";
import { toWellFormed } from "../value/well-formed.ts";
import { MEDIA_CHECKS, readContent } from "./check-content.ts";
import type { CheckedContent } from "./check-content.ts";
import { compileSchema, TEXT_SCHEMA } from "./compile-schema.ts";
import type { CompiledSchema } from "./compile-schema.ts";
import { addTextNotice, fenceText } from "./fence-text.ts";
import type { AnyVlmQuestion } from "./question.ts";

const DEFAULT_MAX_TOKENS = 1024;

/** A question of a valid form. */
export type CheckedQuestion<Value> = CheckedContent & {
  readonly prompt: string;
  /** The text, already fenced; `null` for none. */
  readonly text: string | null;
  readonly schema: CompiledSchema<Value>;
  readonly maxTokens: number;
};

const checkForm = objectOf<AnyVlmQuestion>(
  extend(MEDIA_CHECKS, {
    prompt: required(nonEmptyString),
    text: nonEmptyString,
    maxTokens: wholeNumber(1),
    // Checked by `compileSchema`.
    schema: () => {},
  }),
);

/**
 * Checks a question before anything is sent.
 *
 * @throws HiveInputError if a key is unknown, a value has the wrong type, or the keys contradict each other.
 * @throws HiveConfigError if the schema cannot be used.
 */
export function checkQuestion(question: AnyVlmQuestion): CheckedQuestion<unknown> {
  checkForm(question ?? null, "question", (path, problem) => {
    throw new HiveInputError(`${path} ${problem}.`);
  });
  const { prompt, maxTokens = DEFAULT_MAX_TOKENS, schema } = question;
  const { media, text, secrets } = readContent("question", question);
  return {
    prompt: text === null ? prompt : addTextNotice(prompt),
    media,
    text: text === null ? null : fenceText(text),
    schema: schema === undefined ? TEXT_SCHEMA : compileSchema(schema),
    maxTokens,
    secrets: [toWellFormed(prompt), ...secrets],
  };
}
