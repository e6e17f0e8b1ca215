import type { AnyHiveError, HiveErrorKind, HiveErrorReason } from "@hivekit/core";
import { HttpException } from "@nestjs/common";

/** The body of an HTTP error response. */
export type HiveHttpBody = {
  /** The HTTP status. */
  readonly statusCode: number;
  /** The `kind` of the error. */
  readonly kind: HiveErrorKind;
  /** The `reason` of the error; `null` if its kind has none, or if it is confidential. */
  readonly reason: HiveErrorReason | null;
  /**
   * One sentence without secrets. For 400 and 422 it describes the problem with the input or the media; every other
   * status has a fixed sentence.
   */
  readonly message: string;
  /** How long to wait before a retry, in seconds, at most 600; `null` if unknown. */
  readonly retryAfterSeconds: number | null;
};

const KIND_STATUS: { readonly [kind in HiveErrorKind]: number } = {
  input: 400,
  config: 500,
  http: 502,
  task: 502,
  network: 502,
  decode: 502,
  closed: 503,
  timeout: 504,
};

/** The statuses of reasons, which take precedence over the statuses of kinds. */
const REASON_STATUS: { readonly [reason in HiveErrorReason]?: number } = {
  unsupported_media: 422,
  corrupt_media: 422,
  unauthorized: 500,
  insufficient_balance: 503,
  rate_limited: 503,
};

/** The messages of failures that the client cannot fix. All other failures use the message of the error. */
const MESSAGES: { readonly [statusCode: number]: string } = {
  500: "The server is not configured correctly for Hive.",
  502: "Hive could not be reached or did not return a valid result.",
  503: "Moderation is temporarily unavailable. Try again later.",
  504: "Hive did not respond in time.",
};

/** The longest delay that clients are asked for, in seconds: the longest pause of the client. */
const MAX_RETRY_AFTER_SECONDS = 600;
/** Hive asks clients to "try again in a few minutes" and rarely gives a number. */
const RATE_LIMIT_PAUSE_SECONDS = 60;

/**
 * Converts a Hivekit error into an HTTP exception: 400 for input, 422 for unsupported or corrupt media, 503 for a rate
 * limit, an exhausted balance and a shutdown, 504 for a timeout, 500 without details for an invalid key or
 * configuration, 502 for every other failure of Hive.
 *
 * For failures that the client cannot fix, the body has a fixed sentence per status, because URLs, codes and limits are
 * internal to the app. The exception's `cause` contains them; log it where `HiveExceptionFilter` is not used.
 *
 * @returns an exception whose body is a `HiveHttpBody`. Use it in resolvers, gateways and event handlers that filters
 * do not cover.
 */
export function hiveHttpException(error: AnyHiveError): HttpException {
  const body = toHttpBody(error);
  return new HttpException(body, body.statusCode, { cause: error });
}

/** Returns the response body for an error; see {@link hiveHttpException}. */
export function toHttpBody(error: AnyHiveError): HiveHttpBody {
  const reason = "reason" in error ? error.reason : null;
  const statusCode = toStatusCode(error.kind, reason);
  return {
    statusCode,
    kind: error.kind,
    reason: isConfidential(statusCode, reason) ? null : reason,
    message: MESSAGES[statusCode] ?? error.message,
    retryAfterSeconds: toRetryAfterSeconds(error),
  };
}

/** Returns the response body for input that this app rejected. */
export function toInputErrorBody(statusCode: 400 | 413 | 422, message: string): HiveHttpBody {
  return { statusCode, kind: "input", reason: null, message, retryAfterSeconds: null };
}

function toStatusCode(kind: HiveErrorKind, reason: HiveErrorReason | null): number {
  const reasonStatus = reason === null ? undefined : REASON_STATUS[reason];
  // A newer copy of core may have kinds that this version does not know.
  return reasonStatus ?? (Object.hasOwn(KIND_STATUS, kind) ? KIND_STATUS[kind] : 502);
}

function isConfidential(statusCode: number, reason: HiveErrorReason | null): boolean {
  return statusCode === 500 || reason === "insufficient_balance";
}

function toRetryAfterSeconds(error: AnyHiveError): number | null {
  if (!("reason" in error) || error.reason !== "rate_limited") return null;
  const retryAfterMs = error.kind === "http" ? error.retryAfterMs : null;
  if (retryAfterMs === null) return RATE_LIMIT_PAUSE_SECONDS;
  return Math.min(MAX_RETRY_AFTER_SECONDS, Math.ceil(retryAfterMs / 1000));
}
