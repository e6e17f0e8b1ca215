import { isNetworkError } from "ky";
import { HiveHttpError } from "../error/hive-http-error.ts";
import { HiveNetworkError } from "../error/hive-network-error.ts";
import { HiveTimeoutError } from "../error/hive-timeout-error.ts";
import { inParentheses } from "../error/redact-message.ts";
import { isObject } from "../value/is-object.ts";

/** The codes of errors for which no connection was established, so that nothing is billed. */
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
 * Maps an error of `fetch`, or of reading a body, to a Hivekit error. Errors from outside Hivekit are mapped only here.
 *
 * @param origin - The origin of the base URL, for the message.
 */
export function toHiveError(
  thrown: unknown,
  origin: string,
): HiveNetworkError | HiveTimeoutError | HiveHttpError {
  // ky's error contains the request with its Authorization header: keep only its cause.
  const error = isNetworkError(thrown) ? thrown.cause : thrown;
  const chain = [...listCauses(error)];
  const code = findCode(chain);
  // Node rejects a redirect with a generic error that differs only in its message.
  if (matchesMessage(chain, /unexpected redirect/i)) return createRedirectError(null);
  if (RUNTIME_TIMEOUT.test(code ?? "")) {
    return new HiveTimeoutError(
      `The runtime timed out (${code}), so raise its timeout; the request may still be billed.`,
      { limit: "runtime", timeoutMs: null, cause: error },
    );
  }
  const isRetryable = NEVER_CONNECTED.has(code);
  const failure = isRetryable ? "could not be reached" : "closed the connection";
  const advice = isRetryable ? "check baseUrl and the network" : "the request may still be billed";
  return new HiveNetworkError(`${origin} ${failure}${inParentheses(code)}; ${advice}.`, {
    isRetryable,
    code,
    cause: error,
  });
}

/** Creates the error for a redirect. The API never redirects, and the key must not be sent elsewhere. */
export function createRedirectError(status: number | null): HiveHttpError {
  return new HiveHttpError("The response is a redirect, which is never followed; check baseUrl.", {
    status,
    retryAfterMs: null,
    hiveCode: null,
    hiveMessage: null,
  });
}

/** Yields an error and its causes. Runtimes put the code at different depths. */
function* listCauses(error: unknown, depth = 0): Generator<{ readonly [key: string]: unknown }> {
  if (!isObject(error) || depth > 4) return;
  yield error;
  const { errors, cause } = error;
  if (Array.isArray(errors)) yield* listCauses(errors[0], depth + 1);
  yield* listCauses(cause, depth + 1);
}

function findCode(chain: readonly { readonly [key: string]: unknown }[]): string | null {
  for (const { code } of chain) if (typeof code === "string") return code;
  // Deno includes the code only in the message.
  return matchesMessage(chain, /connection refused|ECONNREFUSED/i) ? "ECONNREFUSED" : null;
}

function matchesMessage(chain: readonly { readonly [key: string]: unknown }[], pattern: RegExp): boolean {
  return chain.some(({ message }) => typeof message === "string" && pattern.test(message));
}
