import { HiveConfigError } from "../error/hive-config-error.ts";
import { HiveInputError } from "../error/hive-input-error.ts";
import { encodeBase64url } from "./base64url.ts";
import {
  CALLBACK_PARAMETER_PREFIX,
  CALLBACK_PARAMETERS,
  hmacKey,
  signedBytes,
} from "./callback-signature.ts";
import { checkNow, checkSecret, checkWord } from "./check-callback-options.ts";

// 14 days: how long Hive keeps results, by third-party knowledge. Later than that it has nothing to call back with.
const DEFAULT_EXPIRES_IN_MS = 1_209_600_000;
// Twelve digits of seconds, which is as far as a signed URL is read.
const MAX_EXPIRES_SECONDS = 999_999_999_999;
const NONCE_BYTES = 16;

/** With what and for how long a callback URL is signed. */
export type SignCallbackUrlOptions = {
  /** What signs, known to you alone: 32 or more random characters. Not Hive's key. It does not appear in the URL. */
  readonly secret: string;
  /**
   * Which of your Hive projects the callback belongs to, in your words: 1 to 64 letters, digits, dots, underscores and hyphens.
   * It appears in the URL.
   */
  readonly project: string;
  /**
   * How long the URL is taken, in milliseconds, more than 0; rounded up to the next whole second of the clock.
   *
   * @defaultValue 1_209_600_000, 14 days: as long as Hive keeps results
   */
  readonly expiresInMs?: number | undefined;
  /**
   * What tells this URL from every other: 1 to 64 letters, digits, dots, underscores and hyphens. It appears in the URL.
   *
   * @defaultValue 128 random bits
   */
  readonly nonce?: string | undefined;
  /**
   * The time now, in milliseconds since 1970.
   *
   * @defaultValue `Date.now()`
   */
  readonly nowMs?: number | undefined;
};

/**
 * Makes a callback URL that proves, when Hive calls it, that you gave it out: Hive signs nothing itself.
 *
 * Adds the query parameters `hk_project`, `hk_nonce`, `hk_expires` (seconds since 1970) and `hk_signature` (HMAC-SHA-256), after those
 * that the URL has. Signed are project, nonce and expiry. Not signed are scheme, host and path, because proxies rewrite them, nor your
 * own parameters: who knows one signed URL can change those, so that nothing may depend on them. Whoever knows the URL can call it
 * until it expires, and more than once: keep it out of logs, and remember the nonces that you have seen where once must be once.
 *
 * @param url - An absolute http or https address without user info and fragment, and without parameters that begin with `hk_`.
 * @throws HiveInputError if the address is another one.
 * @throws HiveConfigError if an option is out of its range; its text appears in no error.
 *
 * Source: Hive's page "Submit a task asynchronously" documents no signature on callbacks (read 2026-11-24); the 14 days are
 * third-party knowledge.
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
  const address = checkUrl(url);
  const { secret, project, expiresInMs = DEFAULT_EXPIRES_IN_MS, nonce = randomNonce() } = options;
  const { nowMs = Date.now() } = options;
  checkSecret("secret", secret);
  checkWord("project", project);
  checkWord("nonce", nonce);
  checkNow(nowMs);
  const claims = { project, nonce, expiresSeconds: expiryOf(nowMs, expiresInMs) };
  const signature = await crypto.subtle.sign("HMAC", await hmacKey(secret, "sign"), signedBytes(claims));
  const added = [
    `${CALLBACK_PARAMETERS.project}=${project}`,
    `${CALLBACK_PARAMETERS.nonce}=${nonce}`,
    `${CALLBACK_PARAMETERS.expires}=${claims.expiresSeconds}`,
    `${CALLBACK_PARAMETERS.signature}=${encodeBase64url(new Uint8Array(signature))}`,
  ].join("&");
  // As text, because `searchParams.append` would write the caller's own parameters anew.
  address.search = address.search === "" ? added : `${address.search}&${added}`;
  return address.href;
}

function checkUrl(url: unknown): URL {
  const text = url instanceof URL ? url.href : url;
  if (typeof text !== "string" || !URL.canParse(text)) {
    throw new HiveInputError(
      "The callback's url is no web address; give an absolute http or https address that Hive can reach.",
    );
  }
  const address = new URL(text);
  if (address.protocol !== "http:" && address.protocol !== "https:") {
    throw new HiveInputError("The callback's url is not http or https; give an address that Hive can reach.");
  }
  if (address.username !== "" || address.password !== "") {
    throw new HiveInputError("The callback's url carries user info; give an address without it.");
  }
  // In a parsed address `#` only begins a fragment, also an empty one, which `hash` would hide.
  if (address.href.includes("#")) {
    throw new HiveInputError(
      "The callback's url has a fragment, which is never sent; give an address without it.",
    );
  }
  for (const name of address.searchParams.keys()) {
    if (name.startsWith(CALLBACK_PARAMETER_PREFIX)) {
      throw new HiveInputError(
        `The callback's url has a parameter that begins with ${CALLBACK_PARAMETER_PREFIX}, as if it were signed already; give it without.`,
      );
    }
  }
  return address;
}

/** The first second at which the URL is no longer taken. Rounded up, so that a short time is not cut to nothing. */
function expiryOf(nowMs: number, expiresInMs: number): number {
  const expiresSeconds = Math.ceil((nowMs + expiresInMs) / 1000);
  // Written so that what is no number fails too.
  if (expiresInMs > 0 && expiresSeconds > 0 && expiresSeconds <= MAX_EXPIRES_SECONDS) return expiresSeconds;
  throw new HiveConfigError(
    "expiresInMs is no number above 0 or reaches too far; give milliseconds or leave it out for 14 days.",
    { option: "expiresInMs" },
  );
}

function randomNonce(): string {
  return encodeBase64url(crypto.getRandomValues(new Uint8Array(NONCE_BYTES)));
}
