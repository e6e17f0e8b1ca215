import { classifyStatus } from "../error/error-reason.ts";
import type { HiveErrorReason } from "../error/error-reason.ts";
import { HiveHttpError } from "../error/hive-http-error.ts";
import { inParentheses } from "../error/redact-message.ts";
import { decodeErrorBody } from "../protocol/reply/decode-error-body.ts";

/** A response whose status is not 2xx. */
export type HttpFailure = {
  readonly status: number;
  /** The `Retry-After` header; `null` if there is none. */
  readonly retryAfter: string | null;
  /** The beginning of the body; any text. */
  readonly body: string;
  /** The API generation of the client. */
  readonly api: string;
  /** Values that must not appear in the error. */
  readonly secrets: readonly string[];
  /** The current time, in milliseconds since 1970. */
  readonly nowMs: number;
};

/**
 * Creates the error for a response whose status is not 2xx, with a body of Hive's JSON, HTML of a proxy, or nothing.
 */
export function createHttpError(failure: HttpFailure): HiveHttpError {
  const { status, api } = failure;
  const { hiveCode, hiveMessage } = decodeErrorBody(failure.body, failure.secrets);
  const advice = (ADVICE[classifyStatus(status)] ?? "").replace("%", api);
  return new HiveHttpError(`Hive responded with HTTP ${status}${inParentheses(hiveMessage)}${advice}.`, {
    status,
    retryAfterMs: parseRetryAfter(failure.retryAfter, failure.nowMs),
    hiveCode,
    hiveMessage,
  });
}

/** The advice at the end of the message. `%` is replaced with the API generation. */
const ADVICE: Partial<Readonly<Record<HiveErrorReason, string>>> = {
  unauthorized: "; check that the API key is valid for the % API",
  not_found: "; check that baseUrl is valid for the % API",
  insufficient_balance: "; top up the account balance",
  gateway_timeout: "; the request may still be billed",
};

/**
 * Parses a `Retry-After` header: seconds, or a date.
 *
 * @returns milliseconds from now, at least 0; `null` if it is absent or invalid.
 *
 * Source: https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
function parseRetryAfter(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  // A date contains letters. Runtimes also parse texts without letters as dates.
  const dateMs = /[a-z]/i.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(dateMs) ? null : Math.max(0, dateMs - nowMs);
}
