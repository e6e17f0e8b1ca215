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
   * A fixed sentence that depends only on `statusCode` and, for 400, on the limit that was exceeded. It never contains
   * a message from Hive, an id or a value.
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
  budget: 503,
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

/**
 * The messages of the responses. The message of the error is for the log: it may name options, ids and internal
 * addresses.
 */
const MESSAGES: { readonly [statusCode: number]: string } = {
  400: "The media, the text or the URL is missing or invalid.",
  422: "The media is corrupt, or its type is not supported.",
  500: "The server is not configured correctly for Hive.",
  502: "Hive could not be reached or did not return a valid result.",
  503: "Moderation is temporarily unavailable. Try again later.",
  504: "Hive did not respond in time.",
};

/** The messages for input that exceeds a limit, by the unit of the limit. */
const LIMIT_MESSAGES: { readonly [unit: string]: string } = {
  bytes: "The media is too large.",
  characters: "The text is too long.",
};

/** The longest delay in a response, in seconds: the longest pause of `HiveClient`. */
const MAX_RETRY_AFTER_SECONDS = 600;
/** Hive asks clients to "try again in a few minutes" and rarely gives a number. */
const RATE_LIMIT_PAUSE_SECONDS = 60;

/**
 * Converts a Hivekit error into an HTTP exception: 400 for input, 422 for unsupported or corrupt media, 503 for a rate
 * limit, an exhausted balance or budget, a shutdown and media that temporarily could not be read, 504 for a timeout,
 * 500 for an invalid key, an invalid option and media that this app cannot read, 502 for every other failure of Hive.
 *
 * The body has a fixed sentence, because options, URLs, codes and ids are internal to the app. The exception's `cause`
 * contains the details; log it where `HiveExceptionFilter` is not used.
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
  const statusCode = toStatusCode(error, reason);
  return {
    statusCode,
    kind: error.kind,
    reason: isConfidential(statusCode, reason) ? null : reason,
    message: toMessage(error, statusCode),
    retryAfterSeconds: toRetryAfterSeconds(error),
  };
}

/** Returns the response body for input that this app rejected. */
export function toInputErrorBody(statusCode: 400 | 413 | 422, message: string): HiveHttpBody {
  return { statusCode, kind: "input", reason: null, message, retryAfterSeconds: null };
}

function toMessage(error: AnyHiveError, statusCode: number): string {
  const exceeded =
    statusCode === 400 && error.kind === "input" ? LIMIT_MESSAGES[error.unit ?? ""] : undefined;
  return exceeded ?? MESSAGES[statusCode] ?? "The request failed.";
}

/**
 * Returns whether an input error concerns something that the end user did not send: media that could not be opened or
 * read, such as a missing file on this machine, or the pixels of a mask.
 */
function isServerFault(error: AnyHiveError): boolean {
  return error.kind === "input" && ((error.cause ?? null) !== null || error.unit === "pixels");
}

function toStatusCode(error: AnyHiveError, reason: HiveErrorReason | null): number {
  const { kind } = error;
  // The media could not be read from its storage, which is not the client's mistake.
  if (kind === "input" && error.isRetryable) return 503;
  if (isServerFault(error)) return 500;
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
  const isPlausible = Number.isFinite(retryAfterMs) && retryAfterMs >= 0;
  return isPlausible ? Math.min(MAX_RETRY_AFTER_SECONDS, Math.ceil(retryAfterMs / 1000)) : null;
}
