import type { HiveLogFields, HiveLogger } from "@hivekit/core";
import { Logger } from "@nestjs/common";

/**
 * Nest's logger behind the client's: what the client logs holds no secrets, and nothing is added here.
 *
 * @param context - What Nest prints in brackets.
 */
export function nestLogger(context: string): HiveLogger {
  const logger = new Logger(context);
  return {
    debug: (message, fields) => logger.debug(lineOf(message, fields)),
    info: (message, fields) => logger.log(lineOf(message, fields)),
    warn: (message, fields) => logger.warn(lineOf(message, fields)),
    error: (message, fields) => logger.error(lineOf(message, fields)),
  };
}

/** One line, so that a logger of any form keeps it together: `Hive answered (status 200, durationMs 41)`. */
function lineOf(message: string, fields: HiveLogFields): string {
  const facts = Object.entries(fields).filter(([, value]) => value !== null);
  if (facts.length === 0) return message;
  return `${message} (${facts.map(([name, value]) => `${name} ${value}`).join(", ")})`;
}
