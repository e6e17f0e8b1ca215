import type { AnyHiveError, HiveErrorKind, HiveErrorReason } from "@hivekit/core";
import { HttpException } from "@nestjs/common";

/** The body of an HTTP response to a failure. */
export type HiveHttpBody = {
  /** The HTTP status. */
  readonly statusCode: number;
  /** The `kind` of the error. */
  readonly kind: HiveErrorKind;
  /** The `reason` of the error; `null` if its kind has none, or if it is confidential. */
  readonly reason: HiveErrorReason | null;
  /**
   * One sentence without secrets: the problem with the input (400) or the media (422), else one fixed sentence per
   * status.
   */
  readonly message: string;
  /** How long to wait before a retry, in seconds; `null` if unknown. */
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

/** Statuses of reasons, which take precedence over those of kinds. */
const REASON_STATUS: { readonly [reason in HiveErrorReason]?: number } = {
  unsupported_media: 422,
  corrupt_media: 422,
  unauthorized: 500,
  insufficient_balance: 503,
  rate_limited: 503,
};

/** The messages of failures that the client cannot fix. For all others, the message is that of the error. */
const MESSAGES: { readonly [statusCode: number]: string } = {
  500: "The server is not set up to reach Hive.",
  502: "Hive could not be reached or did not return a valid result.",
  503: "Moderation is temporarily unavailable. Try again later.",
  504: "Hive did not respond in time.",
};

/** Hive asks to "try again in a few minutes", and rarely says in how many. */
const RATE_LIMIT_PAUSE_SECONDS = 60;

/**
 * Converts an error of Hivekit into an HTTP exception: 400 for input, 422 for unsupported or corrupt media, 503 for a
 * rate limit, an exhausted balance and a shutdown, 504 for a timeout, 500 without detail for an invalid key or
 * configuration, 502 for every other failure of Hive.
 *
 * For failures that the client cannot fix, the body has one fixed sentence per status: addresses, codes and limits are
 * internal to the app. The exception's `cause` has them; log it where no `HiveExceptionFilter` does.
 *
 * @returns an exception whose body is a `HiveHttpBody`, for resolvers, gateways and events that no filter reaches.
 */
export function hiveHttpException(error: AnyHiveError): HttpException {
  const body = toHttpBody(error);
  return new HttpException(body, body.statusCode, { cause: error });
}

/** Returns the body for an error; see {@link hiveHttpException}. */
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

/** Returns a body for input that this app has rejected. */
export function toInputErrorBody(statusCode: 400 | 413 | 422, message: string): HiveHttpBody {
  return { statusCode, kind: "input", reason: null, message, retryAfterSeconds: null };
}

function toStatusCode(kind: HiveErrorKind, reason: HiveErrorReason | null): number {
  const reasonStatus = reason === null ? undefined : REASON_STATUS[reason];
  // A newer copy of core may have kinds that this one does not know.
  return reasonStatus ?? (Object.hasOwn(KIND_STATUS, kind) ? KIND_STATUS[kind] : 502);
}

function isConfidential(statusCode: number, reason: HiveErrorReason | null): boolean {
  return statusCode === 500 || reason === "insufficient_balance";
}

function toRetryAfterSeconds(error: AnyHiveError): number | null {
  if (!("reason" in error) || error.reason !== "rate_limited") return null;
  const retryAfterMs = error.kind === "http" ? error.retryAfterMs : null;
  return retryAfterMs === null ? RATE_LIMIT_PAUSE_SECONDS : Math.ceil(retryAfterMs / 1000);
}
