import { reasonOfStatus } from "../error/error-reason.ts";
import type { HiveErrorReason } from "../error/error-reason.ts";
import { HiveHttpError } from "../error/hive-http-error.ts";
import { scrub } from "../error/scrub.ts";
import { showCode } from "../error/show-code.ts";
import { isObject } from "../submission/is-object.ts";

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
  const advice = ADVICE[reasonOfStatus(status)] ?? "there is no result";
  return new HiveHttpError(`Hive answered HTTP ${status}${said}: ${advice.replace("%", api)}.`, {
    status,
    retryAfterMs: retryAfterMs(failure.retryAfter, failure.nowMs),
    hiveCode,
    hiveMessage,
  });
}

/** What to do next; `%` stands for the generation that was tried. */
const ADVICE: Partial<Readonly<Record<HiveErrorReason, string>>> = {
  unauthorized: "the key was not accepted by api %; check the key and the api option",
  not_found: "the address is unknown with api %; check baseUrl and the api option",
  insufficient_balance: "the account's balance is used up; top it up",
  gateway_timeout: "the work may have been billed all the same",
};

function readBody({ body, secrets }: HttpFailure): { hiveCode: string | null; hiveMessage: string | null } {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    // HTML of a proxy, or nothing: the status says enough, and foreign markup helps nobody.
  }
  const { return_code: returnCode, status_code: statusCode, message } = isObject(json) ? json : {};
  const code = returnCode ?? statusCode ?? null;
  return {
    hiveCode: code === null ? null : showCode(code, secrets),
    hiveMessage: typeof message === "string" && message !== "" ? scrub(message, secrets) : null,
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
  // Without a letter it is no date, whatever the runtime makes of it.
  const dateMs = /[a-z]/i.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(dateMs) ? null : Math.max(0, dateMs - nowMs);
}
