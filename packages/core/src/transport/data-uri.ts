/** The bytes that are encoded as base64 at once; a multiple of 3. */
const BASE64_STEP = 3 * 8 * 1024;

/** Creates a data URI. @param contentType - The media type; its parameters are dropped. */
export function toDataUri(contentType: string, bytes: Uint8Array): string {
  // The parameters of a media type may contain a comma, which ends the head of a data URI.
  const mediaType = contentType.replace(/\s*;.*/, "");
  return `data:${mediaType};base64,${toBase64(bytes)}`;
}

/** Encodes in steps of whole groups of three bytes, because a call has a limited number of arguments. */
function toBase64(bytes: Uint8Array): string {
  const texts: string[] = [];
  for (let start = 0; start < bytes.length; start += BASE64_STEP) {
    texts.push(btoa(String.fromCharCode(...bytes.subarray(start, start + BASE64_STEP))));
  }
  return texts.join("");
}
