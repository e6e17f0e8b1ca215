import { HiveInputError } from "../error/hive-input-error.ts";
import { checkOptions, createOptionError, positiveNumber, required } from "../options/check-options.ts";
import { encodeBase64url } from "./base64url.ts";
import { callbackName, callbackSecret, callbackTime } from "./callback-option-checks.ts";
import {
  CALLBACK_PARAMETER_PREFIX,
  CALLBACK_PARAMETERS,
  hmacKey,
  signedBytes,
} from "./callback-signature.ts";

// 14 days: how long Hive keeps results, by third-party knowledge. Later, it has no result to call back with.
const DEFAULT_EXPIRES_IN_MS = 1_209_600_000;
// Twelve digits of seconds: the most that `verifyCallbackUrl` reads.
const MAX_EXPIRES_SECONDS = 999_999_999_999;
const NONCE_BYTES = 16;

/** The options of {@link signCallbackUrl}. */
export type SignCallbackUrlOptions = {
  /**
   * A secret that only you know: 32 or more random characters. Do not use Hive's key. It does not appear in the URL.
   */
  readonly secret: string;
  /**
   * Which of your Hive projects the callback belongs to. Choose any name of 1 to 64 letters, digits, dots, underscores
   * and hyphens. It appears in the URL.
   */
  readonly project: string;
  /**
   * How long the URL is valid, in milliseconds, more than 0. The expiry is rounded up to the next whole second of the
   * clock.
   *
   * @defaultValue 1_209_600_000, 14 days: as long as Hive keeps results
   */
  readonly expiresInMs?: number | undefined;
  /**
   * Distinguishes this URL from every other: 1 to 64 letters, digits, dots, underscores and hyphens. It appears in the
   * URL.
   *
   * @defaultValue 128 random bits
   */
  readonly nonce?: string | undefined;
  /**
   * The current time, in milliseconds since 1970.
   *
   * @defaultValue `Date.now()`
   */
  readonly nowMs?: number | undefined;
};

/**
 * Signs a callback URL, so that you can verify that a callback uses a URL that you created. Hive itself signs nothing.
 *
 * Appends the query parameters `hk_project`, `hk_nonce`, `hk_expires` (seconds since 1970) and `hk_signature`
 * (HMAC-SHA-256). The signature covers project, nonce and expiry. It does not cover scheme, host and path, because
 * proxies rewrite them, nor your own parameters: anyone who knows a signed URL can change those, so nothing may depend
 * on them. Anyone who knows the URL can call it more than once until it expires. Keep it out of logs, and remember the
 * nonces that you have seen if a callback must be accepted once.
 *
 * @param url - An absolute http or https address without user info and fragment, and without parameters that begin with
 * `hk_`.
 * @throws HiveInputError if the address has another form.
 * @throws HiveConfigError if an option is missing, unknown or out of its range. The error never shows a secret.
 *
 * Source: Hive's page "Submit a task asynchronously" documents no signature on callbacks (read 2026-11-24); the 14 days
 * are third-party knowledge.
 *
 * @example
 * ```ts
 * import { signCallbackUrl } from "@hivekit/core/callback";
 *
 * const url = await signCallbackUrl("https://app.example/hive/callback", {
 *   secret: "an example: use 32 random bytes as hex",
 *   project: "visual",
 * });
 * console.log(url);
 * ```
 */
export async function signCallbackUrl(url: string | URL, options: SignCallbackUrlOptions): Promise<string> {
  checkOptions<SignCallbackUrlOptions>(
    options,
    {
      secret: required(callbackSecret),
      project: required(callbackName),
      expiresInMs: positiveNumber,
      nonce: callbackName,
      nowMs: callbackTime,
    },
    "signCallbackUrl",
  );
  const address = checkUrl(url);
  const { secret, project, expiresInMs = DEFAULT_EXPIRES_IN_MS, nonce = createNonce() } = options;
  const claims = { project, nonce, expiresSeconds: computeExpiry(options.nowMs ?? Date.now(), expiresInMs) };
  const signature = await crypto.subtle.sign("HMAC", await hmacKey(secret, "sign"), signedBytes(claims));
  const added = [
    `${CALLBACK_PARAMETERS.project}=${project}`,
    `${CALLBACK_PARAMETERS.nonce}=${nonce}`,
    `${CALLBACK_PARAMETERS.expires}=${claims.expiresSeconds}`,
    `${CALLBACK_PARAMETERS.signature}=${encodeBase64url(new Uint8Array(signature))}`,
  ].join("&");
  // As text, because `searchParams.append` would rewrite the caller's own parameters.
  address.search = address.search === "" ? added : `${address.search}&${added}`;
  return address.href;
}

function checkUrl(url: unknown): URL {
  const text = url instanceof URL ? url.href : url;
  if (typeof text !== "string" || !URL.canParse(text)) {
    throw new HiveInputError(
      "The callback URL must be an absolute http or https address that Hive can reach.",
    );
  }
  const address = new URL(text);
  if (address.protocol !== "http:" && address.protocol !== "https:") {
    throw new HiveInputError("The callback URL must be an http or https address that Hive can reach.");
  }
  if (address.username !== "" || address.password !== "") {
    throw new HiveInputError("The callback URL must not have user info; remove the user name and password.");
  }
  // In a parsed address, `#` always begins a fragment, even an empty one, which `hash` would hide.
  if (address.href.includes("#")) {
    throw new HiveInputError("The callback URL must not have a fragment, which is never sent; remove it.");
  }
  for (const name of address.searchParams.keys()) {
    if (name.startsWith(CALLBACK_PARAMETER_PREFIX)) {
      throw new HiveInputError(
        `The callback URL has a parameter that begins with ${CALLBACK_PARAMETER_PREFIX}, as if it were signed already; give the unsigned address.`,
      );
    }
  }
  return address;
}

/**
 * Computes the first second at which the URL is no longer valid. It rounds up, so that a short time is never cut to
 * nothing.
 */
function computeExpiry(nowMs: number, expiresInMs: number): number {
  const expiresSeconds = Math.ceil((nowMs + expiresInMs) / 1000);
  if (expiresSeconds > 0 && expiresSeconds <= MAX_EXPIRES_SECONDS) return expiresSeconds;
  const problem = `must lead to an expiry from 1 to ${MAX_EXPIRES_SECONDS} seconds since 1970, got ${expiresInMs}`;
  throw createOptionError({ path: "expiresInMs", problem }, "signCallbackUrl");
}

function createNonce(): string {
  return encodeBase64url(crypto.getRandomValues(new Uint8Array(NONCE_BYTES)));
}
