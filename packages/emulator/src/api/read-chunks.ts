import { ApiError } from "../error/api-error.ts";
import { createTurns } from "../time/turns.ts";
import { UploadInterrupted, type Exchange } from "./exchange.ts";

/** The size of the chunks. Smaller ones are combined, because each chunk needs additional memory. */
const CHUNK_BYTES = 16 * 1024;
const INTERRUPTED = "the request body was interrupted";

/**
 * Reads a body in chunks of 16 KiB; only the last one is smaller. It counts the bytes itself, because a chunked request
 * has no `Content-Length`. Other work can run between two chunks, even if the complete body is already in memory.
 *
 * @param options.contentType - the `Content-Type` of the body.
 * @throws ApiError 413 above `maxBytes`; UploadInterrupted when the source fails or the signal aborts.
 */
export async function* readChunks(
  source: ReadableStream<Uint8Array>,
  options: { readonly maxBytes: number; readonly signal: AbortSignal; readonly contentType: string },
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  const { maxBytes, signal } = options;
  const takeTurns = createTurns();
  let size = 0;
  let chunk = new Uint8Array(CHUNK_BYTES);
  let filled = 0;
  for await (const bytes of readSource(source, options)) {
    size += bytes.byteLength;
    if (size > maxBytes) {
      throw new ApiError(
        413,
        `The body exceeds ${maxBytes} bytes. Send less, or raise the emulator's maxBodyBytes.`,
      );
    }
    for (let start = 0; start < bytes.byteLength;) {
      const part = bytes.subarray(start, start + CHUNK_BYTES - filled);
      chunk.set(part, filled);
      filled += part.byteLength;
      start += part.byteLength;
      if (filled === CHUNK_BYTES) {
        yield chunk;
        chunk = new Uint8Array(CHUNK_BYTES);
        filled = 0;
      }
      await takeTurns();
      if (signal.aborted) throw new UploadInterrupted(INTERRUPTED, { cause: signal.reason });
    }
  }
  if (filled > 0) yield chunk.slice(0, filled);
}

/**
 * Reads a request body to its end and discards it, so that a client that is still uploading receives the error
 * response, not a broken connection.
 *
 * @throws ApiError 413 above the limit; UploadInterrupted when the body is interrupted.
 */
export async function drainBody(
  { request, signal }: Pick<Exchange, "request" | "signal">,
  maxBytes: number,
): Promise<void> {
  if (request.body === null || request.bodyUsed) return;
  const contentType = request.headers.get("content-type") ?? "";
  const chunks = readChunks(request.body, { maxBytes, signal, contentType });
  while ((await chunks.next()).done !== true);
}

/** Reads a stream, and releases it when the signal aborts or the reader stops early. */
async function* readSource(
  source: ReadableStream<Uint8Array>,
  { signal, contentType }: { readonly signal: AbortSignal; readonly contentType: string },
): AsyncGenerator<Uint8Array, void, void> {
  const reader = source.getReader();
  // Set while a read is pending, so that an abort ends it even if the source cannot be cancelled.
  let interrupt: (() => void) | undefined;
  const onAbort = (): void => interrupt?.();
  signal.addEventListener("abort", onAbort, { once: true });
  let isComplete = false;
  try {
    for (;;) {
      signal.throwIfAborted();
      const interrupted = new Promise<never>((_, reject) => {
        interrupt = () => reject(signal.reason);
      });
      const { done, value } = await Promise.race([reader.read(), interrupted]);
      signal.throwIfAborted();
      isComplete = done;
      if (done) return;
      if (!ArrayBuffer.isView(value))
        throw new TypeError("the request body contains a chunk that is not bytes");
      yield value;
    }
  } catch (cause) {
    throw new UploadInterrupted(INTERRUPTED, { cause });
  } finally {
    signal.removeEventListener("abort", onAbort);
    // Node creates bodies with this type from a FormData. Canceling one between two reads causes an unhandled rejection
    // (seen in Node 24.21), and it holds no resources that need to be released.
    if (!isComplete && !contentType.includes("formdata-undici"))
      void reader.cancel(signal.reason).catch(() => undefined);
  }
}
