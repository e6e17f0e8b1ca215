import type * as Mediabunny from "mediabunny";
import type { Input } from "mediabunny";
import { checkMp4Tables } from "./check-mp4-tables.ts";
import { detectReadLoops } from "./detect-read-loops.ts";
import { MediaError } from "./media-error.ts";
import type { MediaFormat } from "./media-format.ts";

/** The MIME types of files with MP4's boxes. */
const MP4_TYPES = new Set(["video/mp4", "video/quicktime", "audio/m4a"]);

/**
 * Opens a video or audio file for reading, and rejects files that would block the event loop.
 *
 * @throws MediaError 3300 for an MP4 file with an invalid index.
 */
export async function openInput(
  media: Blob,
  format: MediaFormat,
  mediabunny: typeof Mediabunny,
): Promise<Input> {
  const source = new mediabunny.BlobSource(media);
  detectReadLoops(source);
  const input = new mediabunny.Input({ source, formats: listFormats(format, mediabunny) });
  try {
    if (MP4_TYPES.has(format.mimetype)) await checkMp4Tables(media);
    return input;
  } catch (error) {
    input.dispose();
    throw toMediaError(error, format);
  }
}

function listFormats({ mimetype }: MediaFormat, mediabunny: typeof Mediabunny): Mediabunny.InputFormat[] {
  if (MP4_TYPES.has(mimetype)) return [mediabunny.MP4, mediabunny.QTFF];
  switch (mimetype) {
    case "audio/mpeg":
      return [mediabunny.MP3];
    case "audio/wav":
      return [mediabunny.WAVE];
    case "audio/ogg":
      return [mediabunny.OGG];
    case "audio/flac":
      return [mediabunny.FLAC];
    default:
      return [mediabunny.WEBM, mediabunny.MATROSKA];
  }
}

/**
 * Reads the start and the duration of a file, in seconds. A file can start later than 0 s, as a segment of a recording
 * does. Frames before 0 are not displayed.
 *
 * @throws Error for a file without frames.
 */
export async function readTimes(
  input: Input,
): Promise<{ readonly startSeconds: number; readonly durationSeconds: number }> {
  const startSeconds = Math.max(0, await input.getFirstTimestamp());
  const durationSeconds = (await input.computeDuration()) - startSeconds;
  if (!(durationSeconds >= 0)) throw new Error("it has no frames");
  return { startSeconds, durationSeconds };
}

/** Converts an error of the decoder to a failed task. */
export function toMediaError(error: unknown, format: MediaFormat): MediaError {
  if (error instanceof MediaError) return error;
  const detail = error instanceof Error ? error.message.trim() : "unknown reason";
  return new MediaError("3300", `the ${format.shortName} file could not be decoded (${detail})`, {
    cause: error,
  });
}
