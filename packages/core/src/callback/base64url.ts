/** Encodes bytes as base64url without padding: letters, digits, `-` and `_`. */
export function encodeBase64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/**
 * Decodes base64url without padding.
 *
 * @returns `null` for any string that `encodeBase64url` does not produce, so that the same bytes have only one
 * encoding: a string with `+`, `/` or `=`, of an impossible length, or with nonzero bits after the last byte. Also
 * `null` for more than 1024 characters, which cannot be a signature.
 */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> | null {
  // A single remaining character holds 6 bits, less than a byte.
  if (!/^[\w-]{0,1024}$/.test(text) || text.length % 4 === 1) return null;
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return encodeBase64url(bytes) === text ? bytes : null;
}
