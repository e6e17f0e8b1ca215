import { checkAvi } from "./check-avi.ts";
import { checkMp4 } from "./check-mp4.ts";
import { checkMatroska } from "./check-matroska.ts";
import { checkWmv } from "./check-wmv.ts";
import type { MediaFormat } from "./media-format.ts";

const CHECKS: Readonly<Record<string, (media: Blob) => Promise<void>>> = {
  "video/mp4": checkMp4,
  "video/quicktime": checkMp4,
  "audio/m4a": checkMp4,
  "video/webm": checkMatroska,
  "video/x-matroska": checkMatroska,
  "video/x-msvideo": checkAvi,
  "video/x-ms-wmv": checkWmv,
};

/**
 * Rejects a video or m4a file that FFmpeg would read in part without an error, or that would exhaust the memory.
 *
 * @throws Error with the reason.
 */
export async function checkStructure(media: Blob, { mimetype }: MediaFormat): Promise<void> {
  await CHECKS[mimetype]?.(media);
}
