import { decodeBase64url } from "./base64url.ts";
import {
  CALLBACK_PARAMETER_PREFIX,
  CALLBACK_PARAMETERS,
  CALLBACK_SIGNATURE_BYTES,
  CALLBACK_NAME,
} from "./callback-signature.ts";
import type { CallbackClaims } from "./callback-signature.ts";

/** The parameters of a callback URL, not yet verified. */
export type SignedQuery =
  | {
      readonly kind: "claims";
      readonly claims: CallbackClaims;
      readonly signature: Uint8Array<ArrayBuffer>;
    }
  | { readonly kind: "unsigned" | "malformed" };

const NAMES: ReadonlySet<string> = new Set(Object.values(CALLBACK_PARAMETERS));
// As `signCallbackUrl` writes it: no sign, no leading zero, and within the range of a Date.
const EXPIRES_SECONDS = /^[1-9]\d{0,11}$/;

/**
 * Reads the parameters of a signed callback URL. Never throws, even if the URL is invalid.
 *
 * @returns `unsigned` if no parameter begins with `hk_`; `malformed` if one of the four parameters is missing, appears
 * twice or has a form that `signCallbackUrl` does not produce, or if there is a fifth one.
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
 * Extracts the query of an absolute URL or a path, without `?`. Does not use `URL`, which throws for some paths and
 * drops tabs and line breaks.
 */
function extractQuery(url: string): string {
  const fragmentStart = url.indexOf("#");
  const withoutFragment = fragmentStart === -1 ? url : url.slice(0, fragmentStart);
  const queryStart = withoutFragment.indexOf("?");
  return queryStart === -1 ? "" : withoutFragment.slice(queryStart + 1);
}
