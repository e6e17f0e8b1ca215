import { HiveConfigError } from "../error/hive-config-error.ts";
import { hmacKey, signedBytes } from "./callback-signature.ts";
import { checkNow, checkSecret, checkWord } from "./check-callback-options.ts";
import { readSignedQuery } from "./read-signed-query.ts";

/** Against what a callback URL is checked. */
export type VerifyCallbackUrlOptions = {
  /**
   * The secrets that may have signed, the newest first: one, or several while you change from one to the next. Each has 32 or more
   * characters. Drop an old one when the last URL signed with it has expired.
   */
  readonly secrets: readonly string[];
  /** The project that the callback must belong to, as it was signed. */
  readonly project: string;
  /**
   * The time now, in milliseconds since 1970.
   *
   * @defaultValue `Date.now()`
   */
  readonly nowMs?: number | undefined;
};

/** What a callback URL turned out to be. */
export type CallbackUrlCheck =
  | {
      /** The URL was signed with one of the secrets, for this project, and has not expired. */
      readonly isValid: true;
      /** The project that it was signed for. */
      readonly project: string;
      /** What tells it from every other URL: remember it to take each callback once. */
      readonly nonce: string;
      /** When it expires: from this moment on it is refused. */
      readonly expiresOn: Date;
    }
  | {
      /** Do not believe what came with this URL. */
      readonly isValid: false;
      /**
       * Why. `unsigned`: it carries no signature at all. `malformed`: parameters are missing, stand twice, or have a form that
       * `signCallbackUrl` does not write. `forged`: none of the secrets made the signature. `foreign`: signed for another project.
       * `expired`: signed for this project, but its time is over. The last two are said only of what was truly signed.
       */
      readonly reason: "unsigned" | "malformed" | "forged" | "expired" | "foreign";
    };

/**
 * Checks whether a callback URL was made by `signCallbackUrl` with one of your secrets, for this project, and is still taken.
 *
 * The signature is checked first, in constant time, against every secret; only then project and expiry are believed. It says nothing
 * of the body: that comes from whoever knows the URL. A URL may be used more than once; see `nonce`. Scheme, host, path and other
 * parameters are not looked at.
 *
 * @param url - As it was called: absolute, or path and query, as servers see it. Nothing in it makes this function throw.
 * @throws HiveConfigError if an option is missing or out of its range; its text appears in no error.
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
  const { secrets, project, nowMs = Date.now() } = options;
  if (!Array.isArray(secrets) || secrets.length === 0) {
    throw new HiveConfigError(
      "secrets is no list with a secret in it; give the secret that signs, in a list.",
      {
        option: "secrets",
      },
    );
  }
  for (const secret of secrets) checkSecret("secrets", secret);
  checkWord("project", project);
  checkNow(nowMs);

  const query = readSignedQuery(url);
  if (query.kind !== "claims") return { isValid: false, reason: query.kind };
  const { claims, signature } = query;
  const bytes = signedBytes(claims);
  // All of them, so that the time taken does not tell which one signed.
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
