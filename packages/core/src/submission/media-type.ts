/** A media type and its usual file extension. */
export type MediaType = {
  /** The media type, for example `image/jpeg`. */
  readonly contentType: string;
  /** The extension without a dot, for example `jpg`. */
  readonly extension: string;
};

/** A media type that is safe in a header of a multipart form: printable ASCII without control characters. */
export const CONTENT_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;[\x20-\x7e]*)?$/;

/** The number of bytes that {@link mediaTypeOf} reads. */
export const SNIFFED_BYTES = 16;

/**
 * Detects the media type from the first bytes: the image and video types that Hive documents, and those that share the
 * container of MP4 (HEIC, HEIF, AVIF, M4A).
 *
 * @param head - The first 16 bytes, or all bytes of shorter media.
 * @returns `null` for any other type.
 *
 * Source: https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern and following sections.
 */
export function mediaTypeOf(head: readonly number[] | Uint8Array): MediaType | null {
  // One character per byte, so that signatures can be regular expressions.
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
  [/^0&\xb2u/, "video/x-ms-wmv", "wmv"],
  // A QuickTime file may lack the box with its brand.
  [/^.{4}(ftypqt {2}|moov|mdat|wide|free|skip|pnot)/s, "video/quicktime", "mov"],
  [/^.{4}ftyphe/s, "image/heic"],
  [/^.{4}ftypm[is]f1/s, "image/heif"],
  [/^.{4}ftypavi/s, "image/avif"],
  [/^.{4}ftypM4[ABP] /s, "audio/mp4", "m4a"],
  [/^.{4}ftyp/s, "video/mp4"],
  // EBML: WebM and Matroska share this signature; the doctype that distinguishes them comes after these bytes.
  [/^.E\xdf\xa3/s, "video/webm"],
];
