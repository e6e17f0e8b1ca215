import { HiveHttpError } from "../error/hive-http-error.ts";
import { inParentheses } from "../error/redact-message.ts";
import { decodeErrorBody } from "../protocol/reply/decode-error-body.ts";
import { MAY_BE_BILLED } from "./call-scope.ts";

/** A response whose status is not 2xx. */
export type HttpFailure = {
  readonly status: number;
  /** The response's headers, if known. */
  readonly headers?: Headers;
  /** The beginning of the body; any text. */
  readonly body?: string;
  /** The API generation of the client. */
  readonly api?: string;
  /** Values that must not appear in the error. */
  readonly secrets?: readonly string[];
  /** Whether Hive bills such a request. */
  readonly mayBeBilled?: boolean;
};

/** The longest delay of a timer, in milliseconds: 2^31 - 1, about 24.8 days. No deadline is longer. */
const LONGEST_MS = 2_147_483_647;

/** The maximum difference to the server's clock that is ignored: its `Date` has a resolution of a second. */
const MAX_SKEW_MS = 5_000;

/**
 * Creates the error for a response whose status is not 2xx, with a body of Hive's JSON, HTML of a proxy, or nothing.
 */
export function createHttpError(failure: HttpFailure): HiveHttpError {
  const { status, headers = new Headers(), body = "", api = "", secrets = [], mayBeBilled = false } = failure;
  const { hiveCode, hiveMessage } = decodeErrorBody(body, secrets);
  const advice = api === "v3" && status === 403 ? V3_FORBIDDEN : (ADVICE[status] ?? "").replace("%", api);
  const billing = status === 504 && mayBeBilled ? MAY_BE_BILLED : "";
  const message = `Hive responded with HTTP ${status}${inParentheses(hiveMessage)}${advice}${billing}.`;
  return new HiveHttpError(message, {
    status,
    retryAfterMs: parseRetryAfter(headers),
    hiveCode,
    hiveMessage,
  });
}

/** The advice at the end of the message. `%` is replaced with the API generation. */
const ADVICE: { readonly [status: number]: string } = {
  401: "; check that the API key is valid for the % API",
  403: "; check that the API key is valid for the % API",
  404: "; check that baseUrl is valid for the % API",
  405: "; top up the account balance",
  407: "; check the credentials of the proxy",
};
/** In v3, a key has a policy that lists its models. */
const V3_FORBIDDEN = "; check that the API key may use this model and is valid for the v3 API";

/**
 * Parses the `Retry-After` header: seconds, or a date in one of the formats of HTTP. A date is relative to the `Date`
 * header if the clocks differ.
 *
 * @returns milliseconds from now, from 0 to the longest delay of a timer; `null` if it is absent or invalid.
 *
 * Source: https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
function parseRetryAfter(headers: Headers): number | null {
  const text = headers.get("retry-after") ?? "";
  const [nowMs, sentMs] = [Date.now(), parseDate(headers.get("date") ?? "")];
  const startMs = Math.abs(sentMs - nowMs) > MAX_SKEW_MS ? sentMs : nowMs;
  const delayMs = /^\d+$/.test(text) ? Number(text) * 1000 : parseDate(text) - startMs;
  return Number.isNaN(delayMs) ? null : Math.min(Math.max(0, delayMs), LONGEST_MS);
}

/** Parses a date in one of the three formats of HTTP, all in GMT. Runtimes also parse many other texts as dates. */
function parseDate(text: string): number {
  const isDate = /^[a-z]+,? [\w -]+ \d\d:\d\d:\d\d(?: GMT| \d{4})$/i.test(text);
  return isDate ? Date.parse(text.replace(/(?: GMT)?$/, " GMT")) : Number.NaN;
}
