import { checkAvi } from "./check-avi.ts";
import { checkEditLists } from "./check-edit-lists.ts";
import { checkMatroska } from "./check-matroska.ts";
import { checkWmv } from "./check-wmv.ts";
import type { MediaFormat } from "./media-format.ts";

const CHECKS: Readonly<Record<string, (media: Blob) => Promise<void>>> = {
  "video/mp4": checkEditLists,
  "video/quicktime": checkEditLists,
  "video/webm": checkMatroska,
  "video/x-matroska": checkMatroska,
  "video/x-msvideo": checkAvi,
  "video/x-ms-wmv": checkWmv,
};

/**
 * Rejects a video that FFmpeg would decode in part without an error, or that would exhaust the memory. The index of an
 * MP4 file lists all frames, so FFmpeg itself reports missing ones.
 *
 * @throws Error with the reason.
 */
export async function checkStructure(media: Blob, { mimetype }: MediaFormat): Promise<void> {
  await CHECKS[mimetype]?.(media);
}
