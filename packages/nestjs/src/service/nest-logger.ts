import type { HiveLogFields, HiveLogger } from "@hivekit/core";
import { Logger } from "@nestjs/common";

/**
 * Creates a client logger that writes to Nest's logger. The client logs no secrets, and nothing is added here.
 *
 * Each record is one line with its fields in parentheses, `Response received (status 200, durationMs 41)`, because Nest's
 * own logger would print an object over several lines. The `stack` of an error goes where Nest expects it: below the
 * line, or in the field `stack` of a JSON record.
 *
 * @param context - The context that Nest prints in brackets.
 */
export function nestLogger(context: string): HiveLogger {
  const logger = new Logger(context);
  return {
    debug: (message, fields) => logger.debug(formatRecord(message, fields)),
    info: (message, fields) => logger.log(formatRecord(message, fields)),
    warn: (message, fields) => logger.warn(formatRecord(message, fields)),
    error: (message, { stack = null, ...fields }) => {
      // Nest accepts `undefined` for a missing stack and prints nothing for it.
      logger.error(formatRecord(message, fields), stack === null ? undefined : String(stack));
    },
  };
}

function formatRecord(message: string, fields: HiveLogFields): string {
  const known = Object.entries(fields).filter(([, value]) => value !== null);
  if (known.length === 0) return message;
  return `${message} (${known.map(([name, value]) => `${name} ${toSingleLine(String(value))}`).join(", ")})`;
}

/** Control characters, and Unicode's own two line breaks. */
const CONTROL = /[\p{Cc}\u2028\u2029]+/gu;

/**
 * Replaces the control characters of a text from outside with spaces. In a log, each of its lines would look like a
 * record, and a terminal would obey its control sequences.
 */
export function toSingleLine(text: string): string {
  return text.replaceAll(CONTROL, " ");
}
