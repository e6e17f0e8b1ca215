import type { HiveLogFields, HiveLogger } from "@hivekit/core";
import { Logger } from "@nestjs/common";

/**
 * Creates a client logger that writes to Nest's logger. The client logs no secrets, and this logger adds nothing.
 *
 * Each record is one line with its fields in parentheses, such as `Response received (status 200, durationMs 41)`,
 * because Nest's own logger would print an object on several lines. The `stack` of an error goes where Nest expects it:
 * below the line, or in the `stack` field of a JSON record.
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

/** Control characters, and the two line separators of Unicode. */
const CONTROL = /[\p{Cc}\u2028\u2029]+/gu;

/**
 * Replaces the control characters in untrusted text with spaces. Otherwise, each of its lines would look like a log
 * record, and a terminal would execute its control sequences.
 */
export function toSingleLine(text: string): string {
  return text.replaceAll(CONTROL, " ");
}
