import { isNetworkError } from "ky";
import { HiveHttpError } from "../error/hive-http-error.ts";
import { HiveNetworkError } from "../error/hive-network-error.ts";
import { HiveTimeoutError } from "../error/hive-timeout-error.ts";

/** Codes with which a connection was never made, so that nothing can have been billed. */
const NEVER_CONNECTED: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "ConnectionRefused",
  "FailedToOpenSocket",
]);

const RUNTIME_TIMEOUTS: ReadonlySet<string> = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]);

/**
 * Turns what `fetch` or the reading of a body threw into an error of the family. The one place where foreign errors are mapped.
 *
 * @param origin - Of the API, for the message.
 */
export function toHiveError(
  thrown: unknown,
  origin: string,
): HiveNetworkError | HiveTimeoutError | HiveHttpError {
  // ky's error holds the request with its Authorization header: only its cause may be kept.
  const error = isNetworkError(thrown) ? thrown.cause : thrown;
  const code = codeOf(error);
  if (isRefusedRedirect(error)) return redirected(null);
  if (code !== null && RUNTIME_TIMEOUTS.has(code)) {
    return new HiveTimeoutError(
      `The runtime's own limit for ${origin} passed (${code}); raise it there; the work may have been billed all the same.`,
      { limit: "runtime", timeoutMs: null, cause: error },
    );
  }
  const isRetryable = code !== null && NEVER_CONNECTED.has(code);
  const what = isRetryable ? "could not be reached" : "dropped the connection before its reply was whole";
  const next = isRetryable ? "check baseUrl and the network" : "the work may have been billed all the same";
  return new HiveNetworkError(`${origin} ${what}${code === null ? "" : ` (${code})`}; ${next}.`, {
    isRetryable,
    code,
    cause: error,
  });
}

/** The API never redirects, and a key must not follow one. */
export function redirected(status: number | null): HiveHttpError {
  return new HiveHttpError(
    "Hive's address answered with a redirect, which is never followed: the key would go with it; check baseUrl.",
    { status, retryAfterMs: null, hiveCode: null, hiveMessage: null },
  );
}

/** The first code on the way down the causes; runtimes put it at different depths. */
function codeOf(error: unknown, depth = 0): string | null {
  if (typeof error !== "object" || error === null || depth > 4) return null;
  if ("code" in error && typeof error.code === "string") return error.code;
  if ("errors" in error && Array.isArray(error.errors)) {
    const code = codeOf(error.errors[0], depth + 1);
    if (code !== null) return code;
  }
  if ("cause" in error) return codeOf(error.cause, depth + 1);
  // Deno puts it into words only.
  if (
    "message" in error &&
    typeof error.message === "string" &&
    /connection refused|ECONNREFUSED/i.test(error.message)
  ) {
    return "ECONNREFUSED";
  }
  return null;
}

/** Runtimes refuse a redirect with a plain error that only its words tell apart. */
function isRefusedRedirect(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 4) return false;
  return (
    /unexpected ?redirect|redirect mode/i.test(error.message) || isRefusedRedirect(error.cause, depth + 1)
  );
}
