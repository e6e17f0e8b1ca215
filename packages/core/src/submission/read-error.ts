import { copyCause } from "../error/copy-cause.ts";
import { HiveInputError } from "../error/hive-input-error.ts";

/**
 * Creates the error for media that cannot be opened or read. A storage may be unavailable for a moment, but a file that
 * is missing or not accessible stays so.
 *
 * @param problem - The beginning of the message: `The media could not be read`.
 * @param advice - The end of the message: `see the cause`.
 */
export function createReadError(problem: string, advice: string, cause: unknown): HiveInputError {
  const code = String(Object(cause).code);
  const shown = /^[A-Z]\w{1,40}$/.test(code) ? ` (${code})` : "";
  return new HiveInputError(`${problem}${shown}; ${advice}.`, {
    isRetryable: !/^E(?:NOENT|ACCES|PERM|ISDIR|NOTDIR)$/.test(code),
    cause: copyCause(cause),
  });
}
