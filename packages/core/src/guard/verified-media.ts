import type { MediaBytes, MediaFile, MediaSource } from "../submission/submission.ts";
import { openUpload } from "../submission/upload.ts";
import type { Upload } from "../submission/upload.ts";
import type { ByteHash } from "./byte-hash.ts";

/** The hash of media, and its type, which is part of the request. */
export type HashedMedia = { readonly digest: string; readonly contentType: string };

/**
 * Reads media to its end and hashes it.
 *
 * @throws the errors of `openUpload`, and HashLimitError.
 */
export async function hashMedia(
  upload: Upload,
  createHash: () => ByteHash,
  signal: AbortSignal,
): Promise<HashedMedia> {
  const opened = await openUpload(upload, { maxMediaBytes: null, signal });
  try {
    const hash = createHash();
    for await (const chunk of opened.chunks) hash.update(chunk);
    return { digest: await hash.digest(), contentType: opened.contentType };
  } finally {
    opened.release();
  }
}

/** Media to submit, and the check whether the bytes that were sent have the expected hash. */
export type VerifiedMedia = {
  readonly media: MediaSource;
  /** Whether the last attempt read all bytes, and they have the hash. */
  readonly isVerified: () => Promise<boolean>;
};

/**
 * Hashes media again while it is sent, because a file may change after it was hashed. A native `Blob` is immutable, so
 * it is sent unchanged, except in Bun, where it may be a file that has changed (seen in 1.4.5). Bytes in memory are
 * copied, because they may change during the upload.
 */
export function verifyMedia(source: MediaSource, digest: string, createHash: () => ByteHash): VerifiedMedia {
  if (source instanceof Blob && !("Bun" in globalThis))
    return { media: source, isVerified: async () => true };
  /** The check of the last attempt; replaced when the media is opened again. */
  let check = new SentHash(createHash);
  return {
    media: async () => {
      const bytes = typeof source === "function" ? await source() : source;
      check = new SentHash(createHash);
      return hashWhileSending(bytes, check);
    },
    isVerified: async () => (await check.digest) === digest,
  };
}

/** The hash of the bytes of one attempt. If it fails, there is no digest, and the upload continues. */
class SentHash {
  /** The hash; `null` after its end or a failure. */
  #hash: ByteHash | null = null;
  /** The digest; `null` until all bytes were read, and after a failure. */
  digest: Promise<string | null> = Promise.resolve(null);

  constructor(createHash: () => ByteHash) {
    try {
      this.#hash = createHash();
    } catch {
      // Without a digest, the result is not kept.
    }
  }

  update(chunk: unknown): void {
    try {
      // The client rejects other chunks.
      if (chunk instanceof Uint8Array) this.#hash?.update(chunk);
    } catch {
      this.#hash = null;
    }
  }

  end(): void {
    const hash = this.#hash;
    this.#hash = null;
    if (hash === null) return;
    this.digest = Promise.resolve()
      .then(async () => hash.digest())
      .catch(() => null);
  }
}

function hashWhileSending(bytes: MediaBytes, check: SentHash): MediaBytes {
  if (bytes instanceof Uint8Array || bytes instanceof ArrayBuffer) {
    const copy = new Uint8Array(bytes).slice();
    check.update(copy);
    check.end();
    return copy;
  }
  if (bytes instanceof ReadableStream) return hashStream(bytes, check, null);
  if (typeof bytes === "object" && bytes !== null && "stream" in bytes) {
    const { size, type, name }: MediaFile = bytes;
    // A stream that is opened twice is hashed once, and does not have the expected hash.
    return { size, type, name, stream: () => hashStream(bytes.stream(), check, size) };
  }
  if (typeof bytes === "object" && bytes !== null && Symbol.asyncIterator in bytes) {
    return hashChunks(bytes, check);
  }
  return bytes;
}

async function* hashChunks(chunks: AsyncIterable<Uint8Array>, check: SentHash): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    check.update(chunk);
    yield chunk;
  }
  check.end();
}

/** @param sizeBytes - The size if it is known: the reader may not read beyond it, to the end of the stream. */
function hashStream(
  stream: ReadableStream<Uint8Array>,
  check: SentHash,
  sizeBytes: number | null,
): ReadableStream<Uint8Array> {
  // The client reports a locked stream.
  if (stream.locked) return stream;
  const reader = stream.getReader();
  let readBytes = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) {
          check.end();
          controller.close();
          return;
        }
        check.update(value);
        readBytes += value.byteLength;
        if (readBytes === sizeBytes) check.end();
        controller.enqueue(value);
      },
      cancel: async (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
