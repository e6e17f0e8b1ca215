import { ApiError } from "../error/api-error.ts";
import { UploadInterrupted, type Exchange } from "./exchange.ts";

/**
 * The number of bytes to read before yielding to the event loop. Without a yield, reading a body that is in memory
 * would block timers, and therefore aborts, until its end.
 */
const YIELD_BYTES = 4 * 1024 * 1024;

/** A body with a size limit. */
export type LimitedBody = {
  /** The bytes as they arrive. The stream errors with the value of `failure()`. */
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  /**
   * Returns the reason why the stream failed: too many bytes, or an interrupted source. `null` if it has not failed.
   */
  failure(): ApiError | UploadInterrupted | null;
};

/**
 * Limits a body to `maxBytes`, and releases its source when the signal aborts.
 * It counts the bytes itself, because a chunked request has no `Content-Length`.
 */
export function limitBody(
  source: ReadableStream<Uint8Array<ArrayBuffer>>,
  options: { readonly maxBytes: number; readonly signal: AbortSignal; readonly contentType: string },
): LimitedBody {
  const { maxBytes, signal } = options;
  const reader = source.getReader();
  // Node creates bodies with this type from a FormData. Cancelling one between two reads causes an unhandled rejection
  // (seen in Node 24.21), and it holds no resources that need to be released.
  const canCancel = !options.contentType.includes("formdata-undici");
  const cancel = async (reason: unknown): Promise<void> => {
    if (canCancel) await reader.cancel(reason).catch(() => undefined);
  };
  let size = 0;
  // Bytes since the last yield to the event loop.
  let sizeSinceYield = 0;
  // Set once, when the stream ends early.
  let failure: ApiError | UploadInterrupted | null = null;
  // Set while a read is pending. Called by an abort, so that the read ends even if the source cannot be cancelled.
  let interrupt: (() => void) | undefined;
  const release = (): void => {
    void cancel(signal.reason);
    interrupt?.();
  };
  signal.addEventListener("abort", release, { once: true });
  if (signal.aborted) release();

  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      try {
        signal.throwIfAborted();
        const interrupted = new Promise<never>((_, reject) => {
          interrupt = () => reject(signal.reason);
        });
        const { done, value } = await Promise.race([reader.read(), interrupted]);
        if (done) {
          signal.throwIfAborted();
          signal.removeEventListener("abort", release);
          controller.close();
          return;
        }
        size += value.byteLength;
        if (size > maxBytes)
          throw new ApiError(
            413,
            `The body exceeds ${maxBytes} bytes. Send less, or raise the emulator's maxBodyBytes.`,
          );
        sizeSinceYield += value.byteLength;
        if (sizeSinceYield >= YIELD_BYTES) {
          sizeSinceYield = 0;
          await new Promise((resolve) => setTimeout(resolve, 0));
          signal.throwIfAborted();
        }
        controller.enqueue(value);
      } catch (cause) {
        signal.removeEventListener("abort", release);
        failure =
          cause instanceof ApiError
            ? cause
            : new UploadInterrupted("the request body was interrupted", { cause });
        void cancel(failure);
        controller.error(failure);
      }
    },
    cancel: (reason) => {
      signal.removeEventListener("abort", release);
      return cancel(reason);
    },
  });
  return { stream, failure: () => failure };
}

/**
 * Reads a body to its end and discards it, so that a client that is still uploading receives the error response, not a
 * broken connection.
 *
 * @throws ApiError 413 above the limit; UploadInterrupted when the body is interrupted.
 */
export async function drainBody(
  { request, signal }: Pick<Exchange, "request" | "signal">,
  maxBytes: number,
): Promise<void> {
  if (request.body === null || request.bodyUsed) return;
  const contentType = request.headers.get("content-type") ?? "";
  const body = limitBody(request.body, { maxBytes, signal, contentType });
  const reader = body.stream.getReader();
  for (;;) {
    const { done } = await reader.read();
    if (done) return;
  }
}
