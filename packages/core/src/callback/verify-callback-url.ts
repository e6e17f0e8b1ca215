import { checkOptions, required } from "../options/check-options.ts";
import { callbackName, callbackSecrets, callbackTime } from "./callback-option-checks.ts";
import { hmacKey, signedBytes } from "./callback-signature.ts";
import { readSignedQuery } from "./read-signed-query.ts";

/** The options of {@link verifyCallbackUrl}. */
export type VerifyCallbackUrlOptions = {
  /**
   * The secrets that may have signed the URL, newest first: one, or several during a rotation. Each has 32 or more
   * characters. Remove an old secret when the last URL signed with it has expired.
   */
  readonly secrets: readonly string[];
  /** The project that the callback must belong to, as given to `signCallbackUrl`. */
  readonly project: string;
  /**
   * The current time, in milliseconds since 1970.
   *
   * @defaultValue `Date.now()`
   */
  readonly nowMs?: number | undefined;
};

/** The result of {@link verifyCallbackUrl}. */
export type CallbackUrlCheck =
  | {
      /** The URL was signed with one of the secrets, for this project, and has not expired. */
      readonly isValid: true;
      /** The project that it was signed for. */
      readonly project: string;
      /** Distinguishes this URL from every other URL. Remember it to accept each callback once. */
      readonly nonce: string;
      /** The time at which the URL becomes invalid. */
      readonly expiresOn: Date;
    }
  | {
      /** Do not trust the request. */
      readonly isValid: false;
      /**
       * The reason. `unsigned`: the URL has no signature. `malformed`: parameters are missing, appear twice, or have a
       * form that `signCallbackUrl` does not produce. `forged`: the signature matches none of the secrets. `foreign`:
       * the signature is valid, but for another project. `expired`: the signature is valid, but the URL has expired.
       */
      readonly reason: "unsigned" | "malformed" | "forged" | "expired" | "foreign";
    };

/**
 * Verifies that a callback URL was signed by `signCallbackUrl` with one of your secrets, for this project, and has not
 * expired.
 *
 * It first verifies the signature against every secret, in constant time, and only then trusts project and expiry. It
 * does not verify the body, which may come from anyone who knows the URL. A URL may be used more than once; see
 * `nonce`. Scheme, host, path and other parameters are ignored.
 *
 * @param url - The URL of the request: absolute, or path and query, as servers see it. An invalid URL is `malformed` or
 * `unsigned`; it does not throw.
 * @throws HiveConfigError if an option is missing, unknown or out of range. The error never contains a secret.
 *
 * @example
 * ```ts
 * import { verifyCallbackUrl } from "@hivekit/core/callback";
 *
 * const check = await verifyCallbackUrl("/hive/callback?task=7", {
 *   secrets: ["an example: use 32 random bytes as hex"],
 *   project: "visual",
 * });
 * console.log(check.isValid ? check.nonce : check.reason); // unsigned
 * ```
 */
export async function verifyCallbackUrl(
  url: string | URL,
  options: VerifyCallbackUrlOptions,
): Promise<CallbackUrlCheck> {
  checkOptions<VerifyCallbackUrlOptions>(
    options,
    { secrets: required(callbackSecrets), project: required(callbackName), nowMs: callbackTime },
    "verifyCallbackUrl",
  );
  const { secrets, project, nowMs = Date.now() } = options;
  const query = readSignedQuery(url);
  if (query.kind !== "claims") return { isValid: false, reason: query.kind };
  const { claims, signature } = query;
  const bytes = signedBytes(claims);
  // Checks all secrets, so that the duration does not reveal which one matches.
  const matches = await Promise.all(
    secrets.map(async (secret) =>
      crypto.subtle.verify("HMAC", await hmacKey(secret, "verify"), signature, bytes),
    ),
  );
  if (!matches.includes(true)) return { isValid: false, reason: "forged" };
  if (claims.project !== project) return { isValid: false, reason: "foreign" };
  const expiresOn = new Date(claims.expiresSeconds * 1000);
  if (nowMs >= expiresOn.getTime()) return { isValid: false, reason: "expired" };
  return { isValid: true, project: claims.project, nonce: claims.nonce, expiresOn };
}
