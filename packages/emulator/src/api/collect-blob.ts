/** The number of bytes that are copied into one blob at a time. */
const BATCH_BYTES = 4 * 1024 * 1024;

/** Collects chunks into a blob. Each byte is copied once, in small batches that barely delay other work. */
export type BlobCollector = {
  add(chunk: Uint8Array<ArrayBuffer>): void;
  /** Returns all bytes. */
  toBlob(type?: string): Blob;
};

/** Creates an empty collector. */
export function createBlobCollector(): BlobCollector {
  const batches: Blob[] = [];
  let chunks: Uint8Array<ArrayBuffer>[] = [];
  let chunkBytes = 0;
  return {
    add: (chunk) => {
      chunks.push(chunk);
      chunkBytes += chunk.byteLength;
      if (chunkBytes < BATCH_BYTES) return;
      batches.push(new Blob(chunks));
      chunks = [];
      chunkBytes = 0;
    },
    // Combining blobs does not copy their bytes.
    toBlob: (type = "") => new Blob([...batches, ...chunks], { type }),
  };
}
