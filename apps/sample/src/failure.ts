import { isHiveError } from "@hivekit/core";
import { hiveHttpException } from "@hivekit/nestjs";
import { Logger } from "@nestjs/common";
import type { ItemFailure } from "../api/desk-api.ts";

const logger = new Logger("Desk");

/** What the page is told of a failure. Messages of Hivekit are safe to show, as its filter shows them; all others go to the log. */
export function failureOf(error: unknown): ItemFailure {
  if (!isHiveError(error)) {
    // The database's errors hold the values of the query; their cause does not.
    const { cause = error } = Object(error);
    logger.error(cause);
    return { kind: "other", message: "Something went wrong on the server." };
  }
  const exception = hiveHttpException(error);
  if (exception.getStatus() === 500) logger.error(error.message);
  return { kind: error.kind, message: exception.message };
}
