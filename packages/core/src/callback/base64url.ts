/** Writes bytes as base64url without padding: letters, digits, `-` and `_`. */
export function encodeBase64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/**
 * Reads base64url without padding.
 *
 * @returns `null` for a text that `encodeBase64url` would not have written so: with `+`, `/` or `=`, of an impossible length, or with
 * bits after the last byte that are not 0; nor for one of more than 1024 characters, which is no signature. So there is one text for the same bytes, not several.
 */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> | null {
  // A remainder of one character holds 6 bits, which is no byte.
  if (!/^[\w-]{0,1024}$/.test(text) || text.length % 4 === 1) return null;
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return encodeBase64url(bytes) === text ? bytes : null;
}
