import { reasonOfStatus } from "../error/error-reason.ts";
import type { HiveErrorReason } from "../error/error-reason.ts";
import { HiveHttpError } from "../error/hive-http-error.ts";
import { scrub } from "../error/scrub.ts";
import { showCode } from "../error/show-code.ts";

/** What an answer that is not 2xx holds. */
export type HttpFailure = {
  readonly status: number;
  /** The `Retry-After` header; `null` for none. */
  readonly retryAfter: string | null;
  /** The body, or its beginning; any text. */
  readonly body: string;
  /** The generation that was tried. */
  readonly api: string;
  /** What must not appear in the error. */
  readonly secrets: readonly string[];
  /** The present time, in milliseconds since 1970. */
  readonly nowMs: number;
};

/** Makes the error of an answer that is not 2xx, whether its body is Hive's JSON, a proxy's HTML or nothing. */
export function httpError(failure: HttpFailure): HiveHttpError {
  const { status, api } = failure;
  const { hiveCode, hiveMessage } = readBody(failure);
  const said = hiveMessage === null ? "" : ` (Hive says: ${hiveMessage})`;
  const advice = ADVICE[reasonOfStatus(status)] ?? "there is no result, and none must be assumed";
  return new HiveHttpError(`Hive answered HTTP ${status}${said}: ${advice.replace("%", api)}.`, {
    status,
    retryAfterMs: retryAfterMs(failure.retryAfter, failure.nowMs),
    hiveCode,
    hiveMessage,
  });
}

/** What to do next; `%` stands for the generation that was tried. */
const ADVICE: Partial<Readonly<Record<HiveErrorReason, string>>> = {
  bad_request: "the request was not accepted; check the submission",
  unauthorized: "the key was not accepted by api %; check the key, its project and the api option",
  not_found: "the address is not known, tried with api %; check baseUrl and the api option",
  insufficient_balance: "the account's balance is used up (405 means that here); top it up at Hive",
  too_large: "the media is larger than Hive takes; send a smaller one or its url",
  rate_limited: "the project's rate limit is reached; wait, then submit again",
  server_error: "Hive had a problem; try again later",
  bad_gateway: "Hive could not be reached behind its gateway; try again later",
  unavailable: "Hive is offline for maintenance; try again later",
  gateway_timeout: "Hive did not finish in time; the work may have been billed all the same",
};

function readBody(failure: HttpFailure): { hiveCode: string | null; hiveMessage: string | null } {
  const nothing = { hiveCode: null, hiveMessage: null };
  let json: unknown;
  try {
    json = JSON.parse(failure.body);
  } catch {
    // HTML of a proxy, or nothing: the status says enough, and foreign markup helps nobody.
    return nothing;
  }
  if (typeof json !== "object" || json === null) return nothing;
  const code =
    ("return_code" in json ? json.return_code : null) ?? ("status_code" in json ? json.status_code : null);
  const message = "message" in json && typeof json.message === "string" ? json.message : null;
  return {
    hiveCode: code === null ? null : showCode(code, failure.secrets),
    hiveMessage: message === null || message === "" ? null : scrub(message, failure.secrets),
  };
}

/**
 * Reads a `Retry-After` header: seconds, or a date.
 *
 * @returns milliseconds from now, at least 0; `null` for absence and for anything else.
 *
 * Source: https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const dateMs = Date.parse(header);
  return Number.isNaN(dateMs) ? null : Math.max(0, dateMs - nowMs);
}
