import { ApiError } from "../error/api-error.ts";

/**
 * The default limit for a text, in code points. Source: reference/hive-api.md, section 2.9, and hive-api-2.md. Counting
 * code points is emulator behavior.
 */
const MAX_CHARACTERS = 1024;

/** @param field - the field that contains the text. @throws ApiError 400 for a text above Hive's default limit */
export function checkTextLength(text: string, field: string): void {
  // A code point has one or two code units, so a text with more than twice as many code units need not be counted.
  const isMuchLonger = text.length > 2 * MAX_CHARACTERS;
  if (isMuchLonger || Array.from(text).length > MAX_CHARACTERS) {
    throw new ApiError(
      400,
      `${field} has more than ${MAX_CHARACTERS} characters, Hive's default limit for a project. Submit a shorter text.`,
    );
  }
}
