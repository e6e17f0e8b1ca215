/**
 * Why Hive said no, in words that are the same for a status line and for a code inside a reply.
 *
 * Source: the error table of Hive's v1 documentation, and the task error codes of its "common errors" page (read 2026-11-24).
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
  // Hive documents 403 for a wrong key; 401 is what v3 answers.
  401: "unauthorized",
  403: "unauthorized",
  404: "not_found",
  // Not "method not allowed": Hive's table gives 405 the meaning "insufficient account balance".
  405: "insufficient_balance",
  413: "too_large",
  429: "rate_limited",
  500: "server_error",
  502: "bad_gateway",
  503: "unavailable",
  504: "gateway_timeout",
};

/** Reads an HTTP status, or a `return_code` in a body, which uses the same numbers. */
export function reasonOfStatus(status: number): HiveErrorReason {
  return status >= 300 && status < 400 ? "redirected" : (REASONS[status] ?? "other");
}

/** Reads a task's code, a number in a string: 2xxx for downloads, 3xxx and 4xxx for the classifier. */
export function reasonOfTaskCode(code: string): HiveErrorReason {
  if (code === "3100") return "unsupported_media";
  if (code === "3300") return "corrupt_media";
  if (/^2\d{3}$/.test(code)) return "download_failed";
  if (/^[34]\d{3}$/.test(code)) return "classifier_failed";
  return "other";
}

const RETRYABLE_STATUSES: ReadonlySet<number> = new Set([429, 500, 502, 503]);

// Hive: 2100 is "usually resolved by resubmitting", 3xxx and 4xxx are not. Of the connection errors, those that pass by themselves.
const RETRYABLE_TASK_CODES: ReadonlySet<string> = new Set(["2000", "2100", "2202", "2203", "2208", "2213"]);

/** Whether Hive refused, so that a second attempt is not billed twice, as we infer (discovery 47). 504 leaves that open. */
export function isRetryableStatus(status: number): boolean {
  return RETRYABLE_STATUSES.has(status);
}

/** Whether submitting the same media again may help. */
export function isRetryableTaskCode(code: string): boolean {
  return RETRYABLE_TASK_CODES.has(code);
}
