/** A kind of file that the emulator recognises. */
export type MediaFormat = {
  /** The mime type in full. */
  readonly mimetype: string;
  /** Hive's short form of it, the key `mime_type`. */
  readonly shortName: string;
  /** What decodes it: `image` for sharp, `video` for mediabunny. */
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

/** How many bytes from the start {@link mediaFormatOf} looks at. */
export const FORMAT_BYTES = 64;

/** ISO base media files that hold pictures or sound alone: Hive does not list them. */
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
 * Recognises a file by its first bytes; its name and declared type play no part.
 *
 * @param head - the first {@link FORMAT_BYTES} bytes, fewer only when the file is shorter.
 * @returns `null` for what the emulator does not decode. Of the types that Hive takes those are avi, wmv and all audio.
 */
export function mediaFormatOf(head: Uint8Array): MediaFormat | null {
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
