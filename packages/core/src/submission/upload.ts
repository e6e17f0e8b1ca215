import { HiveInputError } from "../error/hive-input-error.ts";
import { isHiveError } from "../error/is-hive-error.ts";
import { nextTask } from "../value/next-task.ts";
import { describeType, isObject } from "../value/is-object.ts";
import { CONTENT_TYPE, mediaTypeOf, SNIFFED_BYTES } from "./media-type.ts";
import { createReadError } from "./read-error.ts";
import type { MediaBytes, MediaFile, MediaSource } from "./submission.ts";

/** The largest blob that is read at once, which takes less time than to stream it: 1 MiB. */
const SMALL_BLOB_BYTES = 1024 * 1024;

/** Media to be uploaded, not yet opened. */
export type Upload = {
  readonly source: MediaSource;
  readonly filename: string | null;
  readonly contentType: string | null;
};

/** Opened media: its metadata, and its bytes, which can be read once. */
export type OpenUpload = {
  readonly filename: string;
  readonly contentType: string;
  /** The type of the first bytes; `null` if it is not a known one. */
  readonly detectedType: string | null;
  /** `null` if the size is unknown before the end. */
  readonly sizeBytes: number | null;
  readonly chunks: Chunks;
  /** The same bytes as a native blob, if a blob was given. */
  readonly blob: Blob | null;
  /** Closes the media when it is no longer needed. */
  readonly release: () => void;
};

/** The options for opening media. */
export type OpenOptions = {
  /** The maximum size in bytes; `null` for no limit. */
  readonly maxMediaBytes: number | null;
  /**
   * Closes the media when aborted, even while a read is pending: reading media into memory must end with the call, and
   * Node keeps reading after an abort if the response began during the upload.
   */
  readonly signal: AbortSignal;
};

/** Whether the media can be read a second time. */
export function canReopen({ source }: Upload): boolean {
  return (
    typeof source === "function" ||
    source instanceof Uint8Array ||
    source instanceof ArrayBuffer ||
    isFileLike(source)
  );
}

/**
 * Opens the media and detects its type.
 *
 * @throws HiveInputError if the media is empty, too large, of an unsupported type, cannot be read, or is a locked
 * stream.
 */
export async function openUpload(upload: Upload, options: OpenOptions): Promise<OpenUpload> {
  const bytes = await openSource(upload.source);
  const { sizeBytes = null, chunks, name, type } = describe(bytes);
  checkLimit(sizeBytes ?? 0, options.maxMediaBytes);
  const closing = new AbortController();
  const given = chunks(closing.signal);
  // Bytes in memory need no checks chunk by chunk.
  const isStream = Symbol.asyncIterator in given;
  const checked = checkChunks(given, { ...options, sizeBytes, closing: closing.signal });
  const release = (): void => {
    closing.abort();
    void checked.return(undefined).catch(() => {});
  };
  options.signal.addEventListener("abort", release, { once: true });
  const held = isStream ? [] : [...given];
  for (let heldBytes = isStream ? 0 : Infinity; heldBytes < SNIFFED_BYTES;) {
    const next = checked.next();
    // Only media that has been opened can be closed.
    if (options.signal.aborted) release();
    const chunk = await next;
    if (chunk.done === true) break;
    held.push(chunk.value);
    heldBytes += chunk.value.byteLength;
  }
  const head = held.flatMap((chunk) => [...chunk.subarray(0, SNIFFED_BYTES)]);
  if (head.length === 0) {
    throw new HiveInputError("The media is empty; check the file, or whether its stream was already read.");
  }
  const detected = mediaTypeOf(head);
  return {
    filename:
      upload.filename ??
      (typeof name === "string" && name !== "" ? name : `upload.${detected?.extension ?? "bin"}`),
    // A file-like object may have any type, and the type goes into a header of the form.
    contentType:
      upload.contentType ??
      (typeof type === "string" && CONTENT_TYPE.test(type)
        ? type
        : (detected?.contentType ?? "application/octet-stream")),
    detectedType: detected?.contentType ?? null,
    sizeBytes,
    chunks: isStream ? resume(held, checked) : held,
    blob: bytes instanceof Blob ? bytes : null,
    release,
  };
}

async function openSource(source: MediaSource): Promise<MediaBytes> {
  try {
    return typeof source === "function" ? await source() : source;
  } catch (cause) {
    throw unreadable("opened", cause);
  }
}

type Chunks = readonly Uint8Array[] | AsyncIterable<Uint8Array>;

type Description = {
  readonly sizeBytes?: number;
  /** @param closing - Aborts a pending read, after which the media ends. */
  readonly chunks: (closing: AbortSignal) => Chunks;
  readonly name?: unknown;
  readonly type?: unknown;
};

function describe(bytes: MediaBytes): Description {
  if (isFileLike(bytes)) {
    const { size: sizeBytes, name, type } = bytes;
    return {
      sizeBytes,
      chunks: (closing) =>
        bytes instanceof Blob && sizeBytes <= SMALL_BLOB_BYTES
          ? readBlob(bytes)
          : iterateStream(bytes.stream(), closing),
      name,
      type,
    };
  }
  if (bytes instanceof ArrayBuffer || bytes instanceof Uint8Array) {
    const chunk = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
    return { sizeBytes: chunk.byteLength, chunks: () => [chunk] };
  }
  if (bytes instanceof ReadableStream) {
    if (bytes.locked) {
      throw new HiveInputError("The media is a locked stream; pass a function that opens one.");
    }
    return { chunks: (closing) => iterateStream(bytes, closing) };
  }
  // Only untyped callers pass anything else.
  if (typeof bytes === "object" && bytes !== null && Symbol.asyncIterator in bytes) {
    return { chunks: () => bytes };
  }
  throw new HiveInputError(
    `The media must be a Blob, bytes, a stream or an async iterable, got ${describeType(bytes)}.`,
  );
}

/** Whether the media is a blob of any realm, or a file-like object. */
function isFileLike(bytes: unknown): bytes is MediaFile {
  return isObject(bytes) && typeof bytes["size"] === "number" && typeof bytes["stream"] === "function";
}

/** Checks type and total size of the chunks. Wraps errors, to distinguish them from connection errors. */
async function* checkChunks(
  chunks: Chunks,
  limits: {
    readonly maxMediaBytes: number | null;
    readonly sizeBytes: number | null;
    readonly closing: AbortSignal;
  },
): AsyncGenerator<Uint8Array> {
  let readBytes = 0;
  try {
    for await (const chunk of chunks) {
      if (!(chunk instanceof Uint8Array)) {
        throw new HiveInputError(`The media must yield Uint8Array chunks, got ${describeType(chunk)}.`);
      }
      if (chunk.byteLength === 0) {
        // Endless empty chunks must neither stop all timers nor outlast the call.
        await nextTask();
        if (limits.closing.aborted) return;
        continue;
      }
      readBytes += chunk.byteLength;
      checkLimit(readBytes, limits.maxMediaBytes);
      checkSize(readBytes, limits.sizeBytes, readBytes > (limits.sizeBytes ?? readBytes));
      yield chunk;
    }
  } catch (cause) {
    throw unreadable("read", cause);
  }
  checkSize(readBytes, limits.sizeBytes, readBytes !== limits.sizeBytes && !limits.closing.aborted);
}

/** An error such as that of `fromPath` says more, and is kept. */
function unreadable(step: "opened" | "read", cause: unknown): unknown {
  return isHiveError(cause)
    ? cause
    : createReadError(`The media could not be ${step}`, "see the cause", cause);
}

function checkLimit(actual: number, limit: number | null): void {
  if (limit === null || actual <= limit) return;
  throw new HiveInputError(`The media exceeds ${limit} bytes; submit its url, or raise limits.mediaBytes.`, {
    limit,
    actual,
    unit: "bytes",
  });
}

/** Checks whether the size has changed. The length is already sent, and other bytes may belong to another image. */
function checkSize(actual: number, limit: number | null, hasChanged: boolean): void {
  if (limit === null || !hasChanged) return;
  throw new HiveInputError(
    `The media changed from ${limit} to ${actual} bytes during the upload; submit it again.`,
    { limit, actual, unit: "bytes" },
  );
}

async function* readBlob(blob: Blob): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(await blob.arrayBuffer());
}

// Not every runtime supports async iteration of streams.
async function* iterateStream(
  stream: ReadableStream<Uint8Array>,
  closing: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  // A generator cannot return while a read is pending. This ends the read.
  closing.addEventListener("abort", () => void reader.cancel().catch(() => {}), { once: true });
  try {
    for (;;) {
      const chunk = await reader.read();
      if (chunk.done) return;
      yield chunk.value;
    }
  } finally {
    // Does nothing after the end.
    await reader.cancel().catch(() => {});
    reader.releaseLock();
  }
}

/** Yields the chunks that were read to detect the type, then the rest. */
async function* resume(
  held: readonly Uint8Array[],
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* held;
  yield* rest;
}
