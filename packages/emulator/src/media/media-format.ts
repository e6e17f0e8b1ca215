/** A file format that the emulator recognizes. */
export type MediaFormat = {
  /** The complete MIME type. */
  readonly mimetype: string;
  /** Hive's short form of the MIME type, for `mime_type`. */
  readonly shortName: string;
  /** The decoder: `image` for sharp, `video` for mediabunny. */
  readonly decoder: "image" | "video";
};

const JPEG: MediaFormat = { mimetype: "image/jpeg", shortName: "jpeg", decoder: "image" };
const PNG: MediaFormat = { mimetype: "image/png", shortName: "png", decoder: "image" };
const GIF: MediaFormat = { mimetype: "image/gif", shortName: "gif", decoder: "image" };
const WEBP: MediaFormat = { mimetype: "image/webp", shortName: "webp", decoder: "image" };
const MP4: MediaFormat = { mimetype: "video/mp4", shortName: "mp4", decoder: "video" };
const QUICKTIME: MediaFormat = { mimetype: "video/quicktime", shortName: "quicktime", decoder: "video" };
const WEBM: MediaFormat = { mimetype: "video/webm", shortName: "webm", decoder: "video" };
const MATROSKA: MediaFormat = { mimetype: "video/x-matroska", shortName: "x-matroska", decoder: "video" };

/** The number of bytes that {@link detectFormat} reads. */
export const FORMAT_BYTES = 64;

/** ISO base media files with images or audio only, which Hive does not list. */
const NO_VIDEO_BRANDS = new Set([
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
  "M4A ",
  "M4B ",
]);

/**
 * Recognizes the format of a file by its first bytes. The file name and the declared type are ignored.
 *
 * @param head - the first {@link FORMAT_BYTES} bytes, or fewer if the file is shorter.
 * @returns `null` for a format that the emulator does not decode, including avi, wmv and audio, which Hive accepts.
 */
export function detectFormat(head: Uint8Array): MediaFormat | null {
  const text = String.fromCharCode(...head.subarray(0, FORMAT_BYTES));
  if (text.startsWith("\u00FF\u00D8\u00FF")) return JPEG;
  if (text.startsWith("\u0089PNG\r\n\u001A\n")) return PNG;
  if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) return GIF;
  if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) return WEBP;
  if (text.startsWith("\u001AE\u00DF\u00A3")) return text.includes("matroska") ? MATROSKA : WEBM;
  if (text.startsWith("moov", 4) || text.startsWith("mdat", 4) || text.startsWith("wide", 4))
    return QUICKTIME;
  if (!text.startsWith("ftyp", 4)) return null;
  const brand = text.slice(8, 12);
  if (NO_VIDEO_BRANDS.has(brand)) return null;
  return brand === "qt  " ? QUICKTIME : MP4;
}
