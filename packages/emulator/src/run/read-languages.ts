import { ApiError } from "../error/api-error.ts";
import type { TranslationLanguages } from "../state/emulator-task.ts";

/** The languages of Hive's translation model. Source: reference/hive-api-2.md, section 4. */
const LANGUAGES = "EN ES FR DE PT HI ID IT AR JA KO TH ZH_CN ZH_TW".split(" ");
/** The source language of a request that names none. Emulator behavior; Hive detects the language. */
const DEFAULT_INPUT = "EN";

/**
 * Reads the languages of a translation from the field `options`.
 *
 * @throws ApiError 400 for an unknown language or a missing target language.
 */
export function readLanguages(options: Readonly<Record<string, unknown>> | null): TranslationLanguages {
  return {
    input: readLanguage(options?.["input_language"] ?? DEFAULT_INPUT, "input_language"),
    output: readLanguage(options?.["output_language"], "output_language"),
  };
}

function readLanguage(value: unknown, name: string): string {
  if (typeof value === "string" && LANGUAGES.includes(value)) return value;
  throw new ApiError(
    400,
    `The field options must be a JSON object such as {"input_language":"EN","output_language":"ES"}; ` +
      `${name} must be one of ${LANGUAGES.join(", ")}.`,
  );
}
