import { isNetworkError } from "ky";
import { HiveHttpError } from "../error/hive-http-error.ts";
import { HiveNetworkError } from "../error/hive-network-error.ts";
import { HiveTimeoutError } from "../error/hive-timeout-error.ts";
import { isObject } from "../submission/is-object.ts";

/** Codes with which a connection was never made, so that nothing can have been billed. */
const NEVER_CONNECTED: ReadonlySet<string | null> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "ConnectionRefused",
  "FailedToOpenSocket",
]);

const RUNTIME_TIMEOUT = /^UND_ERR_(?:HEADERS|BODY)_TIMEOUT$/;

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
  const chain = [...chainOf(error)];
  const code = codeOf(chain);
  // Node refuses a redirect with a plain error that only its words tell apart.
  if (hasWords(chain, /unexpected redirect/i)) return redirected(null);
  if (RUNTIME_TIMEOUT.test(code ?? "")) {
    return new HiveTimeoutError(
      `The runtime's own limit for ${origin} passed (${code}); raise it there; the work may have been billed all the same.`,
      { limit: "runtime", timeoutMs: null, cause: error },
    );
  }
  const isRetryable = NEVER_CONNECTED.has(code);
  const what = isRetryable ? "could not be reached" : "dropped the connection";
  const next = isRetryable ? "check baseUrl and the network" : "the work may have been billed all the same";
  return new HiveNetworkError(`${origin} ${what}${code === null ? "" : ` (${code})`}; ${next}.`, {
    isRetryable,
    code,
    cause: error,
  });
}

/** The API never redirects, and a key must not follow one. */
export function redirected(status: number | null): HiveHttpError {
  return new HiveHttpError("Hive answered with a redirect, which is never followed; check baseUrl.", {
    status,
    retryAfterMs: null,
    hiveCode: null,
    hiveMessage: null,
  });
}

/** An error and its causes; runtimes put what they know at different depths. */
function* chainOf(error: unknown, depth = 0): Generator<{ readonly [key: string]: unknown }> {
  if (!isObject(error) || depth > 4) return;
  yield error;
  const { errors, cause } = error;
  if (Array.isArray(errors)) yield* chainOf(errors[0], depth + 1);
  yield* chainOf(cause, depth + 1);
}

function codeOf(chain: readonly { readonly [key: string]: unknown }[]): string | null {
  for (const { code } of chain) if (typeof code === "string") return code;
  // Deno puts it into words only.
  return hasWords(chain, /connection refused|ECONNREFUSED/i) ? "ECONNREFUSED" : null;
}

function hasWords(chain: readonly { readonly [key: string]: unknown }[], words: RegExp): boolean {
  return chain.some(({ message }) => typeof message === "string" && words.test(message));
}
