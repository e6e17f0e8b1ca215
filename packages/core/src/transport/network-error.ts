import { isNetworkError } from "ky";
import { copyCause } from "../error/copy-cause.ts";
import { HiveHttpError } from "../error/hive-http-error.ts";
import { HiveNetworkError } from "../error/hive-network-error.ts";
import { HiveTimeoutError } from "../error/hive-timeout-error.ts";
import { inParentheses, redactCode } from "../error/redact-message.ts";
import { isObject } from "../value/is-object.ts";
import { MAY_BE_BILLED } from "./call-scope.ts";
import { createHttpError } from "./http-error.ts";

/** The errors of requests that were not sent, so that nothing is billed, although a retry may not help. */
export const NOT_SENT: WeakSet<object> = new WeakSet();

/**
 * What runtimes report if a request was not sent: codes, system calls (each in a line of its own) and messages; what to
 * do; and whether a retry may help. The first match counts.
 */
const REPORTS: readonly (readonly [pattern: RegExp, advice: string, isRetryable?: true])[] = [
  [/--allow-net|ERR_ACCESS_DENIED/, "allow the program to access the network"],
  [/^bad port$|^Fetch failed: Requests to port/m, "fetch blocks this port, so use another one"],
  [
    /^(?:\w*(?:CERT|CRL)\w*|UNABLE_TO_\w+|HOSTNAME_MISMATCH|INVALID_(?:CA|PURPOSE)|PATH_LENGTH\w+)$|: invalid peer certificate/m,
    "check the certificate of the server or proxy",
  ],
  [
    /proxy (?:authentication required|(?:response \(|refused\D+)4(?!29))/i,
    "the proxy rejected it, so check its rules and credentials",
  ],
  [/^Proxy re|unsuccessful tunnel/m, "the proxy failed, so check it", true],
  [
    /wrong version number|InvalidContentType|handshake.?fail|protocol.?version|unsupported protocol|unrecognized name/i,
    "the port does not accept TLS, so check baseUrl",
  ],
  [/^(?:UND_ERR_INVALID_ARG|ERR_INVALID_URL)$/m, "the fetch option needs another version of undici"],
  [/^(?:getaddrinfo|ENOTFOUND|EAI_AGAIN)$|: dns error/m, "check the host name in baseUrl, and the DNS", true],
  [
    /^(?:connect|UND_ERR_CONNECT_TIMEOUT|FailedToOpenSocket)$|client error \(Connect\)|before secure TLS|ECONNREFUSED|connection ?refused/im,
    "check baseUrl and the network",
    true,
  ],
];

/**
 * Maps an error of `fetch`, or of reading a body, to a Hivekit error. Errors from outside Hivekit are mapped only here.
 *
 * @param options - `origin`: the origin of the base URL, for the message. `secrets`: values that must not appear.
 * `mayBeBilled`: whether Hive bills such a request.
 */
export function toHiveError(
  thrown: unknown,
  options: { readonly origin: string; readonly secrets: readonly string[]; readonly mayBeBilled: boolean },
): HiveNetworkError | HiveTimeoutError | HiveHttpError {
  const { origin, secrets } = options;
  // ky's error contains the request with its Authorization header: keep only its cause.
  const error = isNetworkError(thrown) ? thrown.cause : thrown;
  const chain = listCauses(error);
  const lines = chain.flatMap((one) => [one["code"], one["syscall"], one["message"]]);
  // A URL may contain anything.
  const report = lines.join("\n").replaceAll(/\b\w+:\/\/\S*/g, "");
  const found = chain.map((one) => one["code"]).find((one) => typeof one === "string");
  // Deno includes the code only in the message.
  const refused = /connection refused|ECONNREFUSED/i.test(report) ? "ECONNREFUSED" : null;
  const code = found === undefined ? refused : redactCode(found, secrets);
  // Node hides the status of these responses in errors that differ only in their details.
  if (/unexpected redirect/i.test(report)) return createRedirectError(null);
  if (report === "\n\nfetch failed\n\n\n") return createHttpError({ status: 407 });
  if (code === "UND_ERR_REQ_CONTENT_LENGTH_MISMATCH") return createHttpError({ status: 421 });
  const cause = copyCause(error, secrets);
  const billing = options.mayBeBilled ? MAY_BE_BILLED : "";
  if (code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT") {
    const message = `The runtime timed out (${code}), so raise its timeout${billing}.`;
    return new HiveTimeoutError(message, { limit: "runtime", timeoutMs: null, cause });
  }
  const [, advice, isRetryable = false] = REPORTS.find(([pattern]) => pattern.test(report)) ?? [];
  const failure =
    advice === undefined
      ? `closed the connection${inParentheses(code)}${billing}`
      : `could not be reached${inParentheses(code)}; ${advice}`;
  const mapped = new HiveNetworkError(`${origin} ${failure}.`, { isRetryable, code, cause });
  if (advice !== undefined) NOT_SENT.add(mapped);
  return mapped;
}

/** Creates the error for a redirect. The API never redirects, and the key must not be sent elsewhere. */
export function createRedirectError(status: number | null): HiveHttpError {
  return new HiveHttpError("The response is a redirect, which is never followed; check baseUrl.", { status });
}

/** Lists an error and its causes. Runtimes put the code at different depths. */
function listCauses(error: unknown, depth = 0): readonly { readonly [key: string]: unknown }[] {
  if (!isObject(error) || depth > 4) return [];
  const { errors, cause } = error;
  const first: unknown = Array.isArray(errors) ? errors[0] : null;
  return [error, ...listCauses(first, depth + 1), ...listCauses(cause, depth + 1)];
}
