import { isHiveError } from "@hivekit/core";
import { hiveHttpException } from "@hivekit/nestjs";
import { Logger } from "@nestjs/common";
import type { ItemFailure } from "../../api/desk-api.ts";
import { PolicyTextError } from "../policies/parse-policy-text.ts";
import { isDiskFull } from "../database/database-writes.ts";
import { DISK_IS_FULL } from "./disk-space.ts";

const logger = new Logger("Desk");

/**
 * Describes an error without its properties: those of a database error contain the submitted text. If drizzle has
 * created the error, its message contains the text as well; the message of its cause does not.
 */
function describeForLog(error: unknown): string {
  const { cause = error } = Object(error);
  const { stack = String(cause), code = "no code" } = Object(cause);
  return `${stack} (${code})`;
}

/**
 * Returns a description of a failure that is safe to show. Hivekit's messages contain no secrets; all other errors are
 * only logged.
 */
export function reportFailure(error: unknown): ItemFailure {
  if (error instanceof PolicyTextError)
    return {
      kind: "config",
      message: `The saved policy is invalid. Correct it and submit again.\n${error.message}`,
    };
  if (!isHiveError(error)) {
    logger.error(describeForLog(error));
    if (isDiskFull(error)) return { kind: "storage", message: DISK_IS_FULL };
    return { kind: "other", message: "The desk failed unexpectedly. See its log for details." };
  }
  // Status 500 is a configuration problem, which the operator has to fix.
  if (hiveHttpException(error).getStatus() === 500) logger.error(error.message);
  return { kind: error.kind, message: error.message };
}
