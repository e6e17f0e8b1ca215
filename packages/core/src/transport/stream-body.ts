import { copyCause } from "../error/copy-cause.ts";
import { HiveInputError } from "../error/hive-input-error.ts";
import { HiveNetworkError } from "../error/hive-network-error.ts";
import type { ReplyBody } from "../frames/reply-source.ts";
import { describeType, isObject } from "../value/is-object.ts";
import { openScope } from "./call-scope.ts";
import { unreadBodyRequired } from "./find-body.ts";

/** Reads the chunks of a body. */
type ChunkReader = {
  /** `done` may be absent before the end. */
  read(): Promise<{ readonly done?: boolean | undefined; readonly value?: unknown }>;
  cancel(): Promise<unknown>;
};

/**
 * Reads a body that the caller opened, as the body of a response.
 *
 * @param body - A `ReadableStream`, an async iterable such as Node's streams, bytes, or a string.
 * @param options - `expected`: the beginning of the message for any other body.
 * @throws HiveInputError if it is none of these, or is locked; while reading, if a chunk is not bytes.
 */
export function openStreamBody(
  body: unknown,
  options: { readonly signals: readonly (AbortSignal | undefined)[]; readonly expected: string },
): ReplyBody {
  const reader = openReader(body);
  if (reader === null) throw new HiveInputError(`${options.expected}, got ${describeType(body)}.`);
  const scope = openScope(options);
  /** Set once the body has ended, failed or been closed. */
  let isOver = false;

  const close = (): void => {
    if (isOver) return;
    isOver = true;
    scope.close();
    void reader.cancel().catch(() => {});
  };

  const read = async (): Promise<Uint8Array | null> => {
    if (isOver) return null;
    try {
      const chunk = await scope.race(reader.read());
      if (chunk.done !== true) return requireBytes(chunk.value);
      isOver = true;
      scope.close();
      return null;
    } catch (cause) {
      close();
      if (scope.signal.aborted || cause instanceof HiveInputError) throw cause;
      throw new HiveNetworkError("The stream failed before its end; see the cause.", {
        isRetryable: false,
        code: null,
        cause: copyCause(cause),
      });
    }
  };

  return { secrets: [], signal: scope.signal, read, close };
}

/** Returns the bytes of a value, also from another realm; `null` if it does not consist of bytes. */
export function toBytes(value: unknown): Uint8Array | null {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return value instanceof ArrayBuffer ? new Uint8Array(value) : null;
}

function requireBytes(chunk: unknown): Uint8Array {
  const bytes = toBytes(chunk);
  if (bytes !== null) return bytes;
  throw new HiveInputError(
    `The body must yield Uint8Array chunks, got ${describeType(chunk)}; remove setEncoding() or a text decoder.`,
  );
}

function openReader(body: unknown): ChunkReader | null {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : toBytes(body);
  if (bytes !== null)
    return iterateChunks(
      (async function* () {
        yield bytes;
      })(),
    );
  if (isStream(body)) {
    if (body.locked) throw unreadBodyRequired();
    return body.getReader();
  }
  if (isReadable(body)) {
    // Destroying a server's request would close the connection that its response needs.
    const isServerRequest = "method" in body && typeof body.method === "string";
    return iterateChunks(body.iterator({ destroyOnReturn: !isServerRequest }));
  }
  return isAsyncIterable(body) ? iterateChunks(body[Symbol.asyncIterator]()) : null;
}

function iterateChunks(chunks: AsyncIterator<unknown>): ChunkReader {
  return { read: async () => chunks.next(), cancel: async () => chunks.return?.() };
}

function isStream(body: unknown): body is ReadableStream<unknown> {
  return isObject(body) && typeof body["getReader"] === "function";
}

/** Whether it is a readable stream of Node. */
function isReadable(
  body: unknown,
): body is { iterator(options: { readonly destroyOnReturn: boolean }): AsyncIterator<unknown> } {
  return isObject(body) && typeof body["pipe"] === "function" && typeof body["iterator"] === "function";
}

function isAsyncIterable(body: unknown): body is AsyncIterable<unknown> {
  return isObject(body) && Symbol.asyncIterator in body;
}
