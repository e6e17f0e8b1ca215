import { decodeGif } from "./decode-gif.ts";
import { decodeImage } from "./decode-image.ts";
import { decodeVideo } from "./decode-video.ts";
import type { DecodedMedia, DecodeOptions } from "./decoded-media.ts";
import { MediaError } from "./media-error.ts";
import type { MediaFormat } from "./media-format.ts";
import { countPngFrames } from "./read-png.ts";
import { yieldToEventLoop } from "./yield-to-event-loop.ts";

/**
 * Decodes a media file.
 *
 * @param format - the result of {@link detectFormat} for the file; `null` for an unknown format.
 * @throws MediaError 3300 for an empty or broken file, 3100 for an unknown format and for audio, 3000 when the decoder
 * is not installed.
 */
export async function decodeMedia(
  media: Blob,
  format: MediaFormat | null,
  options: DecodeOptions = {},
): Promise<DecodedMedia> {
  if (media.size === 0) throw new MediaError("3300", "the file is empty");
  if (format === null) {
    throw new MediaError(
      "3100",
      "the first bytes of the file are not those of a jpeg, png, webp, gif, mp4, mov, webm, mkv, avi or wmv file",
    );
  }
  if (format.kind === "audio") {
    throw new MediaError("3100", `the file is a ${format.shortName} file, which has no images`);
  }
  const decoded = await openMedia(media, format, options);
  return { ...decoded, frames: yieldToEventLoop(decoded.frames) };
}

async function openMedia(media: Blob, format: MediaFormat, options: DecodeOptions): Promise<DecodedMedia> {
  if (format.kind === "video") return decodeVideo(media, format, options);
  if (format.mimetype === "image/gif") return decodeGif(media, format, options);
  const frames = format.mimetype === "image/png" ? await countPngFrames(media) : 1;
  if (frames > 1) return decodeVideo(media, format, { frames, ...options });
  return decodeImage(media, format, options);
}
