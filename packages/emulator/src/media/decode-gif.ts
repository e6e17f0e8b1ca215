import { decodeVideo, toMediaError } from "./decode-video.ts";
import type { DecodedMedia, DecodeOptions } from "./decoded-media.ts";
import { loadVideoDecoder } from "./load-video-decoder.ts";
import type { MediaFormat } from "./media-format.ts";
import { prepareGif } from "./prepare-gif.ts";

/**
 * Opens a GIF with FFmpeg. In some files, sharp would change the size of the screen and its transparency.
 *
 * @throws MediaError as {@link decodeVideo} does.
 */
export async function decodeGif(
  media: Blob,
  format: MediaFormat,
  options: DecodeOptions = {},
): Promise<DecodedMedia> {
  // Reports a missing decoder before the file is read with Node's modules, which may be missing, too.
  await loadVideoDecoder();
  try {
    const { media: prepared, frames } = await prepareGif(media);
    return await decodeVideo(prepared, format, { frames, ...options });
  } catch (error) {
    throw toMediaError(error, format);
  }
}
