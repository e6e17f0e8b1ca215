import type { AnyHiveError, HiveErrorKind, HiveErrorReason } from "@hivekit/core";
import { HttpException } from "@nestjs/common";

/** What a client of the app is told about a failure. */
export type HiveHttpBody = {
  /** The HTTP status. */
  readonly statusCode: number;
  /** What went wrong, as one word. */
  readonly kind: HiveErrorKind;
  /** Why Hive said no, as one word; `null` where the kind says it all, and where it is nobody's business. */
  readonly reason: HiveErrorReason | null;
  /** One sentence without secrets. */
  readonly message: string;
  /** How long to wait, in seconds; `null` where that is not known. */
  readonly retryAfterSeconds: number | null;
};

const STATUS_OF_KIND: { readonly [kind in HiveErrorKind]: number } = {
  input: 400,
  config: 500,
  http: 502,
  task: 502,
  network: 502,
  decode: 502,
  closed: 503,
  timeout: 504,
};

/** Where the reason tells more than the kind. */
const STATUS_OF_REASON: { readonly [reason in HiveErrorReason]?: number } = {
  unsupported_media: 422,
  corrupt_media: 422,
  unauthorized: 500,
  insufficient_balance: 503,
  rate_limited: 503,
};

/** Hive asks to "try again in a few minutes", and rarely says in how many. */
const RATE_LIMIT_PAUSE_SECONDS = 60;

/**
 * Makes an HTTP answer of an error of Hivekit's: 400 for input, 422 for media that is not supported or corrupt, 503 for a rate limit, a
 * spent balance and a shutdown, 504 for a timeout, 500 without detail for a wrong key or configuration, 502 for all else that is Hive's.
 *
 * @returns an exception whose body is a {@link HiveHttpBody}; for resolvers, gateways and events that no filter reaches.
 */
export function hiveHttpException(error: AnyHiveError): HttpException {
  const reason = "reason" in error ? error.reason : null;
  const statusCode = (reason === null ? undefined : STATUS_OF_REASON[reason]) ?? STATUS_OF_KIND[error.kind];
  const body: HiveHttpBody = {
    statusCode,
    kind: error.kind,
    reason: isPrivate(statusCode, reason) ? null : reason,
    message: messageOf(error, statusCode),
    retryAfterSeconds: retryAfterOf(error),
  };
  return new HttpException(body, statusCode, { cause: error });
}

function messageOf(error: AnyHiveError, statusCode: number): string {
  // Of this app's own keys, balance and setup its clients are told nothing.
  if (statusCode === 500) return "The server is not set up to reach Hive.";
  if ("reason" in error && error.reason === "insufficient_balance") return "Hive is not available now.";
  return error.message;
}

function isPrivate(statusCode: number, reason: HiveErrorReason | null): boolean {
  return statusCode === 500 || reason === "insufficient_balance";
}

function retryAfterOf(error: AnyHiveError): number | null {
  if (!("reason" in error) || error.reason !== "rate_limited") return null;
  const asked = error.kind === "http" ? error.retryAfterMs : null;
  return asked === null ? RATE_LIMIT_PAUSE_SECONDS : Math.ceil(asked / 1000);
}
