/** A media type with the ending that its files usually have. */
export type MediaType = {
  /** As HTTP writes it, for example `image/jpeg`. */
  readonly contentType: string;
  /** Without a dot, for example `jpg`. */
  readonly extension: string;
};

/** A media type as it may stand in a header of a form's part: printable ASCII without control characters. */
export const CONTENT_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;[\x20-\x7e]*)?$/;

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
export function mediaTypeOf(head: readonly number[] | Uint8Array): MediaType | null {
  // Each byte as one character, so that signatures can be written as patterns.
  const text = String.fromCharCode(...head.slice(0, SNIFFED_BYTES));
  const found = SIGNATURES.find(([signature]) => signature.test(text));
  if (found === undefined) return null;
  const [, contentType, extension = contentType.slice("image/".length)] = found;
  return { contentType, extension };
}

const SIGNATURES: readonly (readonly [signature: RegExp, contentType: string, extension?: string])[] = [
  [/^\xff\xd8\xff/, "image/jpeg", "jpg"],
  [/^\x89PNG/, "image/png"],
  [/^GIF8[79]a/, "image/gif"],
  [/^RIFF.{4}WEBP/s, "image/webp"],
  [/^RIFF.{4}AVI /s, "video/x-msvideo", "avi"],
  [/^.{4}ftypqt {2}/s, "video/quicktime", "mov"],
  [/^.{4}ftyp/s, "video/mp4"],
  // EBML: WebM and Matroska begin alike; the doctype that tells them apart comes later than these bytes.
  [/^.E\xdf\xa3/s, "video/webm"],
];
