import { HiveInputError } from "../error/hive-input-error.ts";
import { CONTENT_TYPE, mediaTypeOf, SNIFFED_BYTES } from "./media-type.ts";
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
 * @throws HiveInputError if the media is empty, too large, of another type, cannot be read, or is a stream that somebody else reads.
 */
export async function openUpload(
  upload: Upload,
  options: { readonly maxMediaBytes: number | null },
): Promise<OpenUpload> {
  const bytes = await openSource(upload.source);
  const { sizeBytes = null, pieces, name = "", type = "" } = describe(bytes);
  if (sizeBytes !== null) refuseTooLarge(sizeBytes, options.maxMediaBytes);
  const guarded = guard(pieces(), { ...options, sizeBytes });
  const held: Uint8Array[] = [];
  for (let heldBytes = 0; heldBytes < SNIFFED_BYTES;) {
    const piece = await guarded.next();
    if (piece.done === true) break;
    held.push(piece.value);
    heldBytes += piece.value.byteLength;
  }
  const head = held.flatMap((piece) => [...piece.subarray(0, SNIFFED_BYTES)]);
  if (head.length === 0) {
    throw new HiveInputError("The media is empty; give bytes.");
  }
  const seen = mediaTypeOf(head);
  return {
    filename: upload.filename ?? (name === "" ? `upload.${seen?.extension ?? "bin"}` : name),
    contentType:
      upload.contentType ?? (type === "" ? (seen?.contentType ?? "application/octet-stream") : type),
    sizeBytes,
    chunks: resume(held, guarded),
    blob: bytes instanceof Blob ? bytes : null,
    release: () => void guarded.return(undefined).catch(() => {}),
  };
}

async function openSource(source: MediaSource): Promise<MediaBytes> {
  if (typeof source !== "function") return source;
  try {
    return await source();
  } catch (cause) {
    throw new HiveInputError("The media could not be opened; see the cause.", { cause });
  }
}

type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

type Description = {
  readonly sizeBytes?: number;
  readonly pieces: () => Pieces;
  readonly name?: string;
  readonly type?: string;
};

function describe(bytes: MediaBytes): Description {
  if (isFileLike(bytes)) {
    const { size: sizeBytes, name, type } = bytes;
    // What only looks like a file may say anything; a type goes into a header of the form.
    const safeType = typeof type === "string" && CONTENT_TYPE.test(type) ? type : "";
    const safeName = typeof name === "string" ? name : "";
    return { sizeBytes, pieces: () => iterateStream(bytes.stream()), name: safeName, type: safeType };
  }
  if (bytes instanceof ArrayBuffer || bytes instanceof Uint8Array) {
    const piece = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
    return { sizeBytes: piece.byteLength, pieces: () => [piece] };
  }
  if (bytes instanceof ReadableStream) {
    if (bytes.locked) {
      throw new HiveInputError("The media is a stream in use; give a function that opens one.");
    }
    return { pieces: () => iterateStream(bytes) };
  }
  // Whatever else it may be was given by somebody without types.
  if (typeof bytes === "object" && bytes !== null && Symbol.asyncIterator in bytes) {
    return { pieces: () => bytes };
  }
  throw new HiveInputError("The media is no Blob, bytes, stream or iterable of bytes; give one of them.");
}

/** Whether something is read like a `File`: a blob of any realm, or what only looks like one. */
function isFileLike(bytes: unknown): bytes is MediaFile {
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
  pieces: Pieces,
  limits: { readonly maxMediaBytes: number | null; readonly sizeBytes: number | null },
): AsyncGenerator<Uint8Array> {
  let readBytes = 0;
  try {
    for await (const piece of pieces) {
      if (!(piece instanceof Uint8Array)) {
        throw new HiveInputError("The media gave no Uint8Array; give bytes.");
      }
      readBytes += piece.byteLength;
      refuseTooLarge(readBytes, limits.maxMediaBytes);
      refuseOtherSize(readBytes, limits.sizeBytes, readBytes > (limits.sizeBytes ?? readBytes));
      yield piece;
    }
  } catch (cause) {
    if (cause instanceof HiveInputError) throw cause;
    throw new HiveInputError("The media could not be read; see the cause.", { cause });
  }
  refuseOtherSize(readBytes, limits.sizeBytes, readBytes !== limits.sizeBytes);
}

function refuseTooLarge(actual: number, limit: number | null): void {
  if (limit === null || actual <= limit) return;
  throw new HiveInputError(
    `The media has more than ${limit} bytes; give its url, or raise limits.mediaBytes.`,
    { limit, actual, unit: "bytes" },
  );
}

/** The length has been announced: other bytes than those would break the request, or belong to another picture. */
function refuseOtherSize(actual: number, limit: number | null, isOther: boolean): void {
  if (limit === null || !isOther) return;
  throw new HiveInputError(
    `The media changed from ${limit} to ${actual} bytes while it was read; submit it again.`,
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

/** Hands out again what was read to recognise the media, and then the rest. */
async function* resume(
  held: readonly Uint8Array[],
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* held;
  yield* rest;
}
