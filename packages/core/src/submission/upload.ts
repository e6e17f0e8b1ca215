import { HiveInputError } from "../error/hive-input-error.ts";
import { mediaTypeOf, SNIFFED_BYTES } from "./media-type.ts";
import type { MediaBytes, MediaFile, MediaSource } from "./submission.ts";

/** Media on its way to a request, before it is opened. */
export type Upload = {
  readonly source: MediaSource;
  readonly filename: string | null;
  readonly contentType: string | null;
};

/** Media that is open: what it is, and its bytes, to be read once. */
export type OpenUpload = {
  readonly filename: string;
  readonly contentType: string;
  /** `null` where only reading to the end would tell. */
  readonly sizeBytes: number | null;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** The same bytes as a blob of the runtime's own, where that is what was given. */
  readonly blob: Blob | null;
  /** Lets go of the media if nobody reads it any more. */
  readonly release: () => void;
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
 * Opens the media and finds out what it is.
 *
 * @param options - `maxMediaBytes`: the most bytes that are taken; `null` for any number.
 * @throws HiveInputError if the media is empty, of another type, cannot be read, or is a stream that somebody else reads.
 */
export async function openUpload(
  upload: Upload,
  options: { readonly maxMediaBytes: number | null },
): Promise<OpenUpload> {
  const bytes = await openSource(upload.source);
  const { sizeBytes, iterate, name, type } = describe(bytes);
  if (sizeBytes === 0) throw emptyMedia();
  if (sizeBytes !== null) refuseTooLarge(sizeBytes, options.maxMediaBytes);
  const pieces = guard(iterate(), { ...options, sizeBytes });
  const { head, chunks } = await peek(pieces);
  if (head.length === 0) throw emptyMedia();
  const seen = mediaTypeOf(head);
  return {
    filename: upload.filename ?? name ?? `upload.${seen?.extension ?? "bin"}`,
    contentType: upload.contentType ?? type ?? seen?.contentType ?? "application/octet-stream",
    sizeBytes,
    chunks,
    blob: bytes instanceof Blob ? bytes : null,
    release: () => void pieces.return(undefined).catch(() => {}),
  };
}

function emptyMedia(): HiveInputError {
  return new HiveInputError("The media is empty; give the bytes of an image, a GIF or a video.");
}

function refuseTooLarge(actual: number, limit: number | null): void {
  if (limit === null || actual <= limit) return;
  throw new HiveInputError(
    `The media has more than ${limit} bytes; send a smaller one or its url, or raise limits.mediaBytes.`,
    { limit, actual, unit: "bytes" },
  );
}

async function openSource(source: MediaSource): Promise<MediaBytes> {
  if (typeof source !== "function") return source;
  try {
    return await source();
  } catch (cause) {
    throw new HiveInputError("The media could not be opened; see the cause.", { cause });
  }
}

type Pieces = Iterator<Uint8Array> | AsyncIterator<Uint8Array>;

type Description = {
  readonly sizeBytes: number | null;
  readonly iterate: () => Pieces;
  readonly name: string | null;
  readonly type: string | null;
};

function describe(bytes: MediaBytes): Description {
  if (isFileLike(bytes)) {
    const name = "name" in bytes && typeof bytes.name === "string" && bytes.name !== "" ? bytes.name : null;
    const type = typeof bytes.type !== "string" || bytes.type === "" ? null : bytes.type;
    return { sizeBytes: bytes.size, iterate: () => iterateStream(bytes.stream()), name, type };
  }
  const unnamed = { name: null, type: null };
  if (bytes instanceof Uint8Array) {
    return { ...unnamed, sizeBytes: bytes.byteLength, iterate: () => [bytes].values() };
  }
  if (bytes instanceof ArrayBuffer) {
    return { ...unnamed, sizeBytes: bytes.byteLength, iterate: () => [new Uint8Array(bytes)].values() };
  }
  if (bytes instanceof ReadableStream) {
    if (bytes.locked) {
      throw new HiveInputError(
        "The media is a stream that was read or is being read; give a fresh one, or a function that opens one.",
      );
    }
    return { ...unnamed, sizeBytes: null, iterate: () => iterateStream(bytes) };
  }
  // Whatever else it may be was given by somebody without types.
  if (typeof bytes === "object" && bytes !== null && Symbol.asyncIterator in bytes) {
    return { ...unnamed, sizeBytes: null, iterate: () => bytes[Symbol.asyncIterator]() };
  }
  throw new HiveInputError(
    "The media is no Blob, bytes, stream or iterable of bytes, and its function opened none; give one of them.",
  );
}

/** Whether something is read like a `File`: a blob of any realm, or what only looks like one. */
export function isFileLike(bytes: unknown): bytes is MediaFile {
  if (typeof bytes !== "object" || bytes === null) return false;
  return (
    "size" in bytes &&
    typeof bytes.size === "number" &&
    "stream" in bytes &&
    typeof bytes.stream === "function"
  );
}

/** Tells an error of the media from one of the connection, and refuses what is no bytes, too much or too little. */
async function* guard(
  iterator: Pieces,
  limits: { readonly maxMediaBytes: number | null; readonly sizeBytes: number | null },
): AsyncGenerator<Uint8Array> {
  let isDone = false;
  let readBytes = 0;
  try {
    for (;;) {
      // An iterator that throws has ended, too.
      isDone = true;
      const piece = await iterator.next();
      if (piece.done === true) {
        refuseOtherSize(readBytes, limits.sizeBytes, readBytes !== limits.sizeBytes);
        return;
      }
      isDone = false;
      if (!(piece.value instanceof Uint8Array)) {
        throw new HiveInputError("The media stream gave something that is no Uint8Array; give bytes.");
      }
      readBytes += piece.value.byteLength;
      refuseTooLarge(readBytes, limits.maxMediaBytes);
      refuseOtherSize(readBytes, limits.sizeBytes, readBytes > (limits.sizeBytes ?? readBytes));
      yield piece.value;
    }
  } catch (cause) {
    if (cause instanceof HiveInputError) throw cause;
    throw new HiveInputError("The media could not be read to its end; see the cause.", { cause });
  } finally {
    if (!isDone) await iterator.return?.();
  }
}

/** The length has been announced: other bytes than those would break the request, or belong to another picture. */
function refuseOtherSize(actual: number, limit: number | null, isOther: boolean): void {
  if (limit === null || !isOther) return;
  throw new HiveInputError(
    `The media changed from ${limit} to ${actual} bytes while it was read; submit it again once it is written.`,
    { limit, actual, unit: "bytes" },
  );
}

// Not every runtime can iterate a stream by itself, so it is read by hand.
async function* iterateStream(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  let isDone = false;
  try {
    for (;;) {
      const piece = await reader.read();
      if (piece.done) {
        isDone = true;
        return;
      }
      yield piece.value;
    }
  } finally {
    if (!isDone) await reader.cancel().catch(() => {});
    reader.releaseLock();
  }
}

/** Reads just enough to recognise the media, and hands out the whole again. */
async function peek(
  pieces: AsyncGenerator<Uint8Array>,
): Promise<{ head: Uint8Array; chunks: AsyncIterable<Uint8Array> }> {
  const held: Uint8Array[] = [];
  let heldBytes = 0;
  let isDone = false;
  while (heldBytes < SNIFFED_BYTES && !isDone) {
    const piece = await pieces.next();
    if (piece.done === true) isDone = true;
    else {
      held.push(piece.value);
      heldBytes += piece.value.byteLength;
    }
  }
  const head = new Uint8Array(Math.min(heldBytes, SNIFFED_BYTES));
  let filled = 0;
  for (const piece of held) {
    const part = piece.subarray(0, head.length - filled);
    head.set(part, filled);
    filled += part.length;
  }
  return { head, chunks: resume(held, pieces) };
}

async function* resume(
  held: readonly Uint8Array[],
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* held;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
