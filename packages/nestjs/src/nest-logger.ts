import type { HiveLogFields, HiveLogger } from "@hivekit/core";
import { Logger } from "@nestjs/common";
import { oneLine } from "./one-line.ts";

/**
 * Nest's logger behind the client's: what the client logs holds no secrets, and nothing is added here.
 *
 * A record is one line, with its facts behind it: `Response received (status 200, durationMs 41)`. Nest's own logger would print an object over
 * several. The `stack` of an error goes where Nest has a place for it: below the line, or in the field `stack` where it writes JSON.
 *
 * @param context - What Nest prints in brackets.
 */
export function nestLogger(context: string): HiveLogger {
  const logger = new Logger(context);
  return {
    debug: (message, fields) => logger.debug(lineOf(message, fields)),
    info: (message, fields) => logger.log(lineOf(message, fields)),
    warn: (message, fields) => logger.warn(lineOf(message, fields)),
    error: (message, { stack = null, ...fields }) => {
      const line = lineOf(message, fields);
      // Nest takes an `undefined` for a stack that is missing, and prints nothing for it.
      logger.error(line, stack === null ? undefined : String(stack));
    },
  };
}

function lineOf(message: string, fields: HiveLogFields): string {
  const facts = Object.entries(fields).filter(([, value]) => value !== null);
  if (facts.length === 0) return message;
  return `${message} (${facts.map(([name, value]) => `${name} ${oneLine(String(value))}`).join(", ")})`;
}
