/** A file format that the emulator recognizes. */
export type MediaFormat = {
  /** The complete MIME type. */
  readonly mimetype: string;
  /** Hive's short form of the MIME type, for `mime_type`. */
  readonly shortName: string;
  /** What error messages call a file of this format. A GIF is an image, even if it is animated. */
  readonly kind: "image" | "video" | "audio";
};

const JPEG: MediaFormat = { mimetype: "image/jpeg", shortName: "jpeg", kind: "image" };
const PNG: MediaFormat = { mimetype: "image/png", shortName: "png", kind: "image" };
const GIF: MediaFormat = { mimetype: "image/gif", shortName: "gif", kind: "image" };
const WEBP: MediaFormat = { mimetype: "image/webp", shortName: "webp", kind: "image" };
const MP4: MediaFormat = { mimetype: "video/mp4", shortName: "mp4", kind: "video" };
const QUICKTIME: MediaFormat = { mimetype: "video/quicktime", shortName: "quicktime", kind: "video" };
const WEBM: MediaFormat = { mimetype: "video/webm", shortName: "webm", kind: "video" };
const MATROSKA: MediaFormat = { mimetype: "video/x-matroska", shortName: "x-matroska", kind: "video" };
const AVI: MediaFormat = { mimetype: "video/x-msvideo", shortName: "x-msvideo", kind: "video" };
const WMV: MediaFormat = { mimetype: "video/x-ms-wmv", shortName: "x-ms-wmv", kind: "video" };
// Hive's name for the type of an m4a file. Source: reference/shapes/v2-transcription.json.
const M4A: MediaFormat = { mimetype: "audio/m4a", shortName: "m4a", kind: "audio" };
const MP3: MediaFormat = { mimetype: "audio/mpeg", shortName: "mpeg", kind: "audio" };
const WAV: MediaFormat = { mimetype: "audio/wav", shortName: "wav", kind: "audio" };
const OGG: MediaFormat = { mimetype: "audio/ogg", shortName: "ogg", kind: "audio" };
const FLAC: MediaFormat = { mimetype: "audio/flac", shortName: "flac", kind: "audio" };

/** The number of bytes that {@link detectFormat} reads. */
export const FORMAT_BYTES = 64;

/** The boxes with which a QuickTime file without an `ftyp` box can start. */
const QUICKTIME_BOXES = new Set(["moov", "mdat", "wide", "free", "skip", "pnot"]);

/** ISO base media files that contain only images, which Hive does not list. */
const IMAGE_BRANDS = new Set([
  "avif",
  "avis",
  "heic",
  "heix",
  "heim",
  "heis",
  "hevc",
  "mif1",
  "msf1",
  "crx ",
]);

/**
 * Recognizes the format of a file by its first bytes. The file name and the declared type are ignored.
 *
 * @param head - the first {@link FORMAT_BYTES} bytes, or fewer if the file is shorter.
 * @returns `null` for a format that the emulator does not decode.
 */
export function detectFormat(head: Uint8Array): MediaFormat | null {
  const text = String.fromCharCode(...head.subarray(0, FORMAT_BYTES));
  if (text.startsWith("\u00FF\u00D8\u00FF")) return JPEG;
  if (text.startsWith("\u0089PNG\r\n\u001A\n")) return PNG;
  if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) return GIF;
  if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) return WEBP;
  if (text.startsWith("RIFF") && text.startsWith("WAVE", 8)) return WAV;
  if (text.startsWith("OggS")) return OGG;
  if (text.startsWith("fLaC")) return FLAC;
  if (text.startsWith("ID3") || isMp3Frame(head)) return MP3;
  if (text.startsWith("\u001AE\u00DF\u00A3")) return text.includes("matroska") ? MATROSKA : WEBM;
  if (text.startsWith("RIFF") && text.startsWith("AVI ", 8)) return AVI;
  if (text.startsWith("\u0030\u0026\u00B2\u0075\u008E\u0066\u00CF\u0011")) return WMV;
  if (QUICKTIME_BOXES.has(text.slice(4, 8))) return QUICKTIME;
  if (!text.startsWith("ftyp", 4)) return null;
  const brand = text.slice(8, 12);
  if (IMAGE_BRANDS.has(brand)) return null;
  if (brand === "M4A " || brand === "M4B " || brand === "M4P ") return M4A;
  return brand === "qt  " ? QUICKTIME : MP4;
}

/** Checks for the header of an MPEG audio layer III frame: eleven set bits, a version and the layer. */
function isMp3Frame([first = 0, second = 0]: Uint8Array): boolean {
  const version = (second >> 3) & 0b11;
  return first === 0xff && second >> 5 === 0b111 && version !== 0b01 && ((second >> 1) & 0b11) === 0b01;
}
