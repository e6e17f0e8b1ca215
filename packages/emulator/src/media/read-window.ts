/** The number of bytes per read. */
const WINDOW_BYTES = 64 * 1024;

/**
 * Reads a few bytes at a position of a file.
 *
 * @param sizeBytes - at most 64 KiB.
 * @returns fewer bytes at the end of the file.
 */
export type WindowReader = (at: number, sizeBytes: number) => Promise<DataView<ArrayBuffer>>;

/** Creates a reader for positions in ascending order. It reads the file in windows of 64 KiB. */
export function createWindowReader(media: Blob): WindowReader {
  let window = new ArrayBuffer(0);
  let windowAt = 0;
  return async (at, sizeBytes) => {
    const end = Math.min(at + sizeBytes, media.size);
    if (at < windowAt || end > windowAt + window.byteLength) {
      window = await media.slice(at, at + WINDOW_BYTES).arrayBuffer();
      windowAt = at;
    }
    const start = Math.min(at - windowAt, window.byteLength);
    return new DataView(window, start, Math.max(0, Math.min(end - at, window.byteLength - start)));
  };
}
