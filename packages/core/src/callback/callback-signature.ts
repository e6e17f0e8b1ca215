/** The prefix of the query parameters that signing adds. The unsigned URL must not contain such parameters. */
export const CALLBACK_PARAMETER_PREFIX = "hk_";

/** The query parameters that signing adds. */
export const CALLBACK_PARAMETERS = {
  project: "hk_project",
  nonce: "hk_nonce",
  expires: "hk_expires",
  signature: "hk_signature",
} as const;

/**
 * Matches a project name or a nonce. Excludes characters that a query must encode, and line breaks, because they
 * separate the signed claims.
 */
export const CALLBACK_NAME = /^[\w.-]{1,64}$/;

/** The size of an HMAC-SHA-256, in bytes. */
export const CALLBACK_SIGNATURE_BYTES = 32;

/** The claims that the signature of a callback URL covers. */
export type CallbackClaims = {
  /** The name of the Hive project that the callback belongs to. */
  readonly project: string;
  /** Distinguishes one callback URL from another. */
  readonly nonce: string;
  /** The first second at which the URL is no longer accepted, in whole seconds since 1970. */
  readonly expiresSeconds: number;
};

/**
 * Serializes the claims for the signature. Each claim has its own line and cannot contain a line break, so two
 * different sets of claims never produce the same bytes. The first line names the purpose and the version, so a
 * signature created for another purpose with the same secret is not valid here.
 */
export function signedBytes(claims: CallbackClaims): Uint8Array<ArrayBuffer> {
  const lines = ["hivekit-callback-v1", claims.project, claims.nonce, String(claims.expiresSeconds)];
  return new TextEncoder().encode(lines.join("\n"));
}

/** Imports a secret as a key for HMAC with SHA-256, for one usage. */
export function hmacKey(
  secret: string,
  usage: "sign" | "verify",
): ReturnType<typeof crypto.subtle.importKey> {
  return crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(secret),
    { name: "HMAC", hash: "SHA-256" },
    false,
    [usage],
  );
}
