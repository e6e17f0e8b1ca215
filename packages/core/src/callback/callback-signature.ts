/** All query parameters of ours begin with it; an address to be signed may have none. */
export const CALLBACK_PARAMETER_PREFIX = "hk_";

/** The query parameters that a signed callback URL carries. */
export const CALLBACK_PARAMETERS = {
  project: "hk_project",
  nonce: "hk_nonce",
  expires: "hk_expires",
  signature: "hk_signature",
} as const;

/** A project's name or a nonce: nothing that a query must encode, and no line break, which separates what is signed. */
export const CALLBACK_WORD = /^[\w.-]{1,64}$/;

/** Bytes of an HMAC-SHA-256. */
export const CALLBACK_SIGNATURE_BYTES = 32;

/** What the signature of a callback URL vouches for. */
export type CallbackClaims = {
  /** Which of your Hive projects the callback belongs to. */
  readonly project: string;
  /** What tells one callback URL from another. */
  readonly nonce: string;
  /** The first second at which the URL is no longer taken, in whole seconds since 1970. */
  readonly expiresSeconds: number;
};

/**
 * The bytes that are signed. Each claim has a line of its own and none can hold a line break, so two sets of claims never give the
 * same bytes. The first line names the purpose and the version: a signature made for something else with the same secret is no
 * signature here.
 */
export function signedBytes(claims: CallbackClaims): Uint8Array<ArrayBuffer> {
  const lines = ["hivekit-callback-v1", claims.project, claims.nonce, String(claims.expiresSeconds)];
  return new TextEncoder().encode(lines.join("\n"));
}

/** Makes a secret into a key for `HMAC` with SHA-256, for one use. */
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
