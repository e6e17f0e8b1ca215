import type { Attributes } from "@opentelemetry/api";
import { isHiveError } from "../error/is-hive-error.ts";
import { inParentheses } from "../error/redact-message.ts";
import { ERROR_REASON, ERROR_TYPE } from "./conventions.ts";

/** The failure of a call or an attempt. */
export type Failure = {
  /** Attributes with few distinct values, for spans and metrics. */
  readonly attributes: Attributes;
  /** The message, without anything that Hive sent. `undefined` if the error is not a Hivekit error. */
  readonly message: string | undefined;
};

/**
 * Describes an error. Omits the message that Hive sent: a poll does not know the submission, so it cannot redact it.
 * Does not read other errors than Hivekit's, because they may contain anything.
 */
export function describeFailure(error: unknown): Failure {
  if (!isHiveError(error)) return { attributes: { [ERROR_TYPE]: "_OTHER" }, message: undefined };
  const reason = "reason" in error ? { [ERROR_REASON]: error.reason } : {};
  const sent = "hiveMessage" in error ? error.hiveMessage : null;
  // In parentheses, as all errors quote it: a short one may be a part of other words.
  const message =
    sent === null ? error.message : error.message.replaceAll(inParentheses(sent), inParentheses("[omitted]"));
  return { attributes: { [ERROR_TYPE]: error.kind, ...reason }, message };
}
