import { decodeImage } from "./decode-image.ts";
import { decodeVideo } from "./decode-video.ts";
import type { DecodedMedia } from "./decoded-media.ts";
import { MediaError } from "./media-error.ts";
import type { MediaFormat } from "./media-format.ts";
import { takeTurns } from "./take-turns.ts";

/**
 * Decodes a file of a recognised format.
 *
 * @param format - what {@link mediaFormatOf} said about the file; `null` for an unknown one.
 * @throws MediaError 3300 for an empty or broken file, 3100 for one of an unknown kind, 3000 when a decoder is not installed.
 */
export async function decodeMedia(media: Blob, format: MediaFormat | null): Promise<DecodedMedia> {
  if (media.size === 0) throw new MediaError("3300", "the file is empty");
  if (format === null) {
    throw new MediaError(
      "3100",
      "the file is none of jpeg, png, webp, gif, mp4, mov, webm, mkv by its first bytes",
    );
  }
  const decoded = await (format.decoder === "image"
    ? decodeImage(media, format)
    : decodeVideo(media, format));
  return { ...decoded, frames: takeTurns(decoded.frames) };
}
