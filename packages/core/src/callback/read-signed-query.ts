import { decodeBase64url } from "./base64url.ts";
import {
  CALLBACK_PARAMETER_PREFIX,
  CALLBACK_PARAMETERS,
  CALLBACK_SIGNATURE_BYTES,
  CALLBACK_NAME,
} from "./callback-signature.ts";
import type { CallbackClaims } from "./callback-signature.ts";

/** The parameters of a callback URL, not verified yet. */
export type SignedQuery =
  | {
      readonly kind: "claims";
      readonly claims: CallbackClaims;
      readonly signature: Uint8Array<ArrayBuffer>;
    }
  | { readonly kind: "unsigned" | "malformed" };

const NAMES: ReadonlySet<string> = new Set(Object.values(CALLBACK_PARAMETERS));
// As `signCallbackUrl` writes it: no sign, no leading zero, and a time that a Date can hold.
const EXPIRES_SECONDS = /^[1-9]\d{0,11}$/;

/**
 * Reads the parameters of a signed callback URL. Never throws, whatever the URL is.
 *
 * @returns `unsigned` if no parameter begins with `hk_`; `malformed` if one of the four is missing, appears twice or
 * has a form that `signCallbackUrl` does not write, or if there is a fifth.
 */
export function readSignedQuery(url: unknown): SignedQuery {
  const text = url instanceof URL ? url.href : url;
  if (typeof text !== "string") return { kind: "malformed" };
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(extractQuery(text))) {
    if (!name.startsWith(CALLBACK_PARAMETER_PREFIX)) continue;
    if (!NAMES.has(name) || values.has(name)) return { kind: "malformed" };
    values.set(name, value);
  }
  if (values.size === 0) return { kind: "unsigned" };
  const project = values.get(CALLBACK_PARAMETERS.project) ?? "";
  const nonce = values.get(CALLBACK_PARAMETERS.nonce) ?? "";
  const expires = values.get(CALLBACK_PARAMETERS.expires) ?? "";
  const signature = decodeBase64url(values.get(CALLBACK_PARAMETERS.signature) ?? "");
  if (!CALLBACK_NAME.test(project) || !CALLBACK_NAME.test(nonce) || !EXPIRES_SECONDS.test(expires)) {
    return { kind: "malformed" };
  }
  if (signature === null || signature.length !== CALLBACK_SIGNATURE_BYTES) return { kind: "malformed" };
  return { kind: "claims", claims: { project, nonce, expiresSeconds: Number(expires) }, signature };
}

/**
 * Extracts the query of an absolute URL or a path, without `?`. Not by `URL`, which throws for some paths and drops
 * tabs and line breaks.
 */
function extractQuery(url: string): string {
  const fragmentStart = url.indexOf("#");
  const withoutFragment = fragmentStart === -1 ? url : url.slice(0, fragmentStart);
  const queryStart = withoutFragment.indexOf("?");
  return queryStart === -1 ? "" : withoutFragment.slice(queryStart + 1);
}
