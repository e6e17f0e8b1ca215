import { createWindowReader } from "./read-window.ts";

/** The name and the size of a chunk, and the type of a list. */
const HEAD_BYTES = 12;
/** The lists that contain the frames. Their chunks follow their head. */
const FRAME_LISTS = new Set(["movi", "rec "]);

/**
 * Rejects an AVI file that is cut off, or damaged between its frames. FFmpeg skips such damage and the frames in it
 * without an error.
 *
 * @throws Error with the reason.
 */
export async function checkAvi(media: Blob): Promise<void> {
  const read = createWindowReader(media);
  // The end of the current `RIFF` chunk. A large file has several of them.
  let riffEnd = 0;
  let at = 0;
  while (at + 8 <= media.size) {
    const head = await read(at, HEAD_BYTES);
    const name = readName(head, 0);
    const size = head.getUint32(4, true);
    const isRiff = name === "RIFF";
    // Bytes after the last `RIFF` chunk do not belong to the video.
    if (at >= riffEnd && !isRiff) return;
    // A recording that was interrupted. Its last chunk may still be complete.
    const isSizeUnknown = size === 0;
    const end = at + 8 + size + (size % 2);
    if (isRiff) riffEnd = isSizeUnknown ? Infinity : end;
    if (!/^[ -~]{4}$/.test(name)) throw new Error("it is damaged between its frames");
    const isContainer = isRiff || (name === "LIST" && FRAME_LISTS.has(readName(head, 8)));
    // The last chunk may lack its padding.
    if (end - (size % 2) > media.size && !(isContainer && isSizeUnknown))
      throw new Error(`it is cut off: ${end - (size % 2) - media.size} bytes are missing`);
    at = isContainer ? at + HEAD_BYTES : end;
  }
}

function readName(head: DataView, at: number): string {
  return String.fromCharCode(
    ...new Uint8Array(head.buffer, head.byteOffset, head.byteLength).subarray(at, at + 4),
  );
}
