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

// 14 days. According to third parties, Hive keeps results for that long, so there are no callbacks later.
const DEFAULT_EXPIRES_IN_MS = 1_209_600_000;
// Twelve digits, the maximum that `verifyCallbackUrl` accepts.
const MAX_EXPIRES_SECONDS = 999_999_999_999;
const NONCE_BYTES = 16;

/** The options of {@link signCallbackUrl}. */
export type SignCallbackUrlOptions = {
  /**
   * A secret that only you know: 32 or more random characters, without leading or trailing whitespace. Do not use
   * Hive's key. It does not appear in the URL.
   */
  readonly secret: string;
  /**
   * A name of your choice for the Hive project that the callback belongs to: 1 to 64 letters, digits, dots, underscores
   * and hyphens. It appears in the URL.
   */
  readonly project: string;
  /**
   * How long the URL is valid, in milliseconds. Must be greater than 0. The time of expiry is rounded up to a whole
   * second.
   *
   * @defaultValue 1 209 600 000 (14 days, as long as Hive keeps results)
   */
  readonly expiresInMs?: number | undefined;
  /**
   * Distinguishes this URL from every other URL: 1 to 64 letters, digits, dots, underscores and hyphens. It appears in
   * the URL.
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
 * (HMAC-SHA-256). The signature covers project, nonce and expiry. It covers neither scheme, host and path, because
 * proxies rewrite them, nor your own parameters. Anyone who knows a signed URL can change those, so do not rely on
 * them. Anyone who knows the URL can call it more than once until it expires. Keep it out of logs. If you must accept
 * each callback only once, remember the nonces that you have seen.
 *
 * @param url - An absolute http or https URL without user info, without a fragment, and without parameters that begin
 * with `hk_`.
 * @throws HiveInputError if the URL does not have this form.
 * @throws HiveConfigError if an option is missing, unknown or out of range. The error never contains a secret.
 *
 * Source: Hive's page "Submit a task asynchronously" documents no signature on callbacks (read 2026-11-24); the 14 days
 * are reported by third parties.
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
      "The callback URL must be absolute, such as https://app.example/hive/callbacks, and Hive must be able to reach it.",
    );
  }
  const address = new URL(text);
  if (address.protocol !== "http:" && address.protocol !== "https:") {
    throw new HiveInputError("The callback URL must be an http or https URL that Hive can reach.");
  }
  if (address.username !== "" || address.password !== "") {
    throw new HiveInputError("The callback URL must not have user info; remove the user name and password.");
  }
  // In a parsed URL, `#` always begins a fragment, even an empty one, for which `hash` is an empty string.
  if (address.href.includes("#")) {
    throw new HiveInputError("The callback URL must not have a fragment, which is never sent; remove it.");
  }
  for (const name of address.searchParams.keys()) {
    if (name.startsWith(CALLBACK_PARAMETER_PREFIX)) {
      throw new HiveInputError(
        `The callback URL already has a parameter that begins with ${CALLBACK_PARAMETER_PREFIX}; pass the unsigned URL.`,
      );
    }
  }
  return address;
}

/**
 * Computes the first second at which the URL is no longer valid. Rounds up, so that a short validity period does not
 * become 0.
 */
function computeExpiry(nowMs: number, expiresInMs: number): number {
  const expiresSeconds = Math.ceil((nowMs + expiresInMs) / 1000);
  if (expiresSeconds > 0 && expiresSeconds <= MAX_EXPIRES_SECONDS) return expiresSeconds;
  const problem = `must result in an expiry between 1 and ${MAX_EXPIRES_SECONDS} seconds since 1970, got ${expiresInMs}`;
  throw createOptionError({ path: "expiresInMs", problem }, "signCallbackUrl");
}

function createNonce(): string {
  return encodeBase64url(crypto.getRandomValues(new Uint8Array(NONCE_BYTES)));
}
