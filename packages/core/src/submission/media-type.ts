/** A media type with the ending that its files usually have. */
export type MediaType = { readonly contentType: string; readonly extension: string };

const ascii = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, end));

/** How many bytes {@link mediaTypeOf} looks at. */
export const SNIFFED_BYTES = 16;

/**
 * Reads the media type off the first bytes: the image and video types that Hive documents.
 *
 * @param head - At least 16 bytes where the media has them.
 * @returns `null` for anything else.
 *
 * Source: https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern and following sections.
 */
export function mediaTypeOf(head: Uint8Array): MediaType | null {
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff)
    return { contentType: "image/jpeg", extension: "jpg" };
  if (head[0] === 0x89 && ascii(head, 1, 4) === "PNG") return { contentType: "image/png", extension: "png" };
  if (/^GIF8[79]a$/.test(ascii(head, 0, 6))) return { contentType: "image/gif", extension: "gif" };
  if (ascii(head, 0, 4) === "RIFF") {
    const form = ascii(head, 8, 12);
    if (form === "WEBP") return { contentType: "image/webp", extension: "webp" };
    if (form === "AVI ") return { contentType: "video/x-msvideo", extension: "avi" };
  }
  if (ascii(head, 4, 8) === "ftyp") {
    return ascii(head, 8, 12) === "qt  "
      ? { contentType: "video/quicktime", extension: "mov" }
      : { contentType: "video/mp4", extension: "mp4" };
  }
  // EBML: WebM and Matroska begin alike; the doctype that tells them apart comes later than these bytes.
  if (head[0] === 0x1a && head[1] === 0x45 && head[2] === 0xdf && head[3] === 0xa3) {
    return { contentType: "video/webm", extension: "webm" };
  }
  return null;
}
