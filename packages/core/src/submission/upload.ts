import { HiveInputError } from "../error/hive-input-error.ts";
import { mediaTypeOf, SNIFFED_BYTES } from "./media-type.ts";
import type { MediaBytes, MediaSource } from "./submission.ts";

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
};

/**
 * Opens the media and finds out what it is.
 *
 * @throws HiveInputError if the media is empty, of another type, cannot be read, or is a stream that somebody else reads.
 */
export async function openUpload(upload: Upload): Promise<OpenUpload> {
  const bytes = await openSource(upload.source);
  const { sizeBytes, iterate, name, type } = describe(bytes);
  if (sizeBytes === 0) {
    throw new HiveInputError("The media is empty (0 bytes); give the bytes of an image, a GIF or a video.");
  }
  const { head, chunks } = await peek(guard(iterate()));
  if (head.length === 0) {
    throw new HiveInputError(
      "The media ended before its first byte; give the bytes of an image, a GIF or a video.",
    );
  }
  const seen = mediaTypeOf(head);
  return {
    filename: upload.filename ?? name ?? `upload.${seen?.extension ?? "bin"}`,
    contentType: upload.contentType ?? type ?? seen?.contentType ?? "application/octet-stream",
    sizeBytes,
    chunks,
  };
}

async function openSource(source: MediaSource): Promise<MediaBytes> {
  if (typeof source !== "function") return source;
  try {
    return await source();
  } catch (cause) {
    throw new HiveInputError("The media could not be opened: its function threw; see the cause.", { cause });
  }
}

type Description = {
  readonly sizeBytes: number | null;
  readonly iterate: () => AsyncIterator<Uint8Array>;
  readonly name: string | null;
  readonly type: string | null;
};

function describe(bytes: MediaBytes): Description {
  if (bytes instanceof Blob) {
    const name = "name" in bytes && typeof bytes.name === "string" && bytes.name !== "" ? bytes.name : null;
    const type = bytes.type === "" ? null : bytes.type;
    return { sizeBytes: bytes.size, iterate: () => iterateStream(bytes.stream()), name, type };
  }
  const unnamed = { name: null, type: null };
  if (bytes instanceof Uint8Array) {
    return { ...unnamed, sizeBytes: bytes.byteLength, iterate: () => iterateOnce(bytes) };
  }
  if (bytes instanceof ArrayBuffer) {
    return { ...unnamed, sizeBytes: bytes.byteLength, iterate: () => iterateOnce(new Uint8Array(bytes)) };
  }
  if (bytes instanceof ReadableStream) {
    if (bytes.locked) {
      throw new HiveInputError(
        "The media is a stream that was read or is being read; give a fresh stream, or a function that opens one.",
      );
    }
    return { ...unnamed, sizeBytes: null, iterate: () => iterateStream(bytes) };
  }
  if (typeof bytes === "object" && bytes !== null && Symbol.asyncIterator in bytes) {
    return { ...unnamed, sizeBytes: null, iterate: () => bytes[Symbol.asyncIterator]() };
  }
  throw new HiveInputError(
    "The media's function opened nothing; return a Blob, bytes, a stream or an iterable of bytes.",
  );
}

/** Tells an error of the media from one of the connection, and refuses what is no bytes. */
async function* guard(iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isDone = false;
  try {
    for (;;) {
      const piece = await iterator.next();
      if (piece.done === true) {
        isDone = true;
        return;
      }
      if (!(piece.value instanceof Uint8Array)) {
        throw new HiveInputError(
          "The media stream gave something that is no Uint8Array; give a stream of bytes.",
        );
      }
      yield piece.value;
    }
  } catch (cause) {
    isDone = true;
    if (cause instanceof HiveInputError) throw cause;
    throw new HiveInputError("The media could not be read to its end; see the cause.", { cause });
  } finally {
    if (!isDone) await iterator.return?.();
  }
}

async function* iterateOnce(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
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
