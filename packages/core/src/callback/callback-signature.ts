/** All query parameters of a signed callback URL begin with it; an address to be signed may have none. */
export const CALLBACK_PARAMETER_PREFIX = "hk_";

/** The query parameters of a signed callback URL. */
export const CALLBACK_PARAMETERS = {
  project: "hk_project",
  nonce: "hk_nonce",
  expires: "hk_expires",
  signature: "hk_signature",
} as const;

/**
 * A project name or a nonce: no character that a query must encode, and no line break, which separates the signed
 * claims.
 */
export const CALLBACK_NAME = /^[\w.-]{1,64}$/;

/** Bytes of an HMAC-SHA-256. */
export const CALLBACK_SIGNATURE_BYTES = 32;

/** The claims that the signature of a callback URL confirms. */
export type CallbackClaims = {
  /** Which of your Hive projects the callback belongs to. */
  readonly project: string;
  /** Distinguishes one callback URL from another. */
  readonly nonce: string;
  /** The first second at which the URL is no longer accepted, in whole seconds since 1970. */
  readonly expiresSeconds: number;
};

/**
 * Serializes the claims for the signature. Each claim has its own line and none can hold a line break, so two sets of
 * claims never give the same bytes. The first line names the purpose and the version, so a signature made for another
 * purpose with the same secret is not valid here.
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
