/**
 * The reason for an error, the same for an HTTP status and for a code in the body.
 *
 * Source: the error table of Hive's v1 documentation, and the task error codes of its "common errors" page (read
 * 2026-11-24).
 */
export type HiveErrorReason =
  | "bad_request"
  | "unauthorized"
  | "not_found"
  | "insufficient_balance"
  | "too_large"
  | "rate_limited"
  | "server_error"
  | "bad_gateway"
  | "unavailable"
  | "gateway_timeout"
  | "redirected"
  | "download_failed"
  | "unsupported_media"
  | "corrupt_media"
  | "classifier_failed"
  | "other";

const REASONS: { readonly [status: number]: HiveErrorReason } = {
  400: "bad_request",
  // Hive documents 403 for an invalid key; v3 sends 401.
  401: "unauthorized",
  403: "unauthorized",
  404: "not_found",
  // Hive's table defines 405 as "insufficient account balance", not "method not allowed".
  405: "insufficient_balance",
  413: "too_large",
  429: "rate_limited",
  500: "server_error",
  502: "bad_gateway",
  503: "unavailable",
  504: "gateway_timeout",
};

/** The statuses with which Hive rejects a request. After a 504, the outcome is unknown. */
const RETRYABLE_STATUSES: ReadonlySet<number> = new Set([429, 500, 502, 503]);

// According to Hive's documentation, 2100 is "usually resolved by resubmitting", but 3xxx and 4xxx are not. The other
// codes here are transient connection errors.
const RETRYABLE_TASK_CODES: ReadonlySet<string> = new Set(["2000", "2100", "2202", "2203", "2208", "2213"]);

/** The class of an error. */
type ErrorClass = {
  readonly reason: HiveErrorReason;
  /** Whether repeating the same call may succeed and is unlikely to be billed twice. */
  readonly isRetryable: boolean;
};

/**
 * Classifies an HTTP status, or a `return_code` in a body, which uses the same numbers. That a retry is not billed twice
 * is inferred (docs/discoveries.md, number 47).
 */
export function classifyStatus(status: number): ErrorClass {
  return {
    reason: status >= 300 && status < 400 ? "redirected" : (REASONS[status] ?? "other"),
    isRetryable: RETRYABLE_STATUSES.has(status),
  };
}

/** Classifies a task code (digits in a string): 2xxx are download errors, 3xxx and 4xxx classifier errors. */
export function classifyTaskCode(code: string): ErrorClass {
  return { reason: findTaskReason(code), isRetryable: RETRYABLE_TASK_CODES.has(code) };
}

function findTaskReason(code: string): HiveErrorReason {
  if (code === "3100") return "unsupported_media";
  if (code === "3300") return "corrupt_media";
  if (/^2\d{3}$/.test(code)) return "download_failed";
  return /^[34]\d{3}$/.test(code) ? "classifier_failed" : "other";
}
