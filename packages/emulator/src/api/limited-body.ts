import { ApiError } from "../error/api-error.ts";
import { UploadInterrupted } from "../error/connection-error.ts";
import type { Exchange } from "./exchange.ts";

/** After this many bytes the event loop gets a turn: otherwise a body in memory would delay timers, and so an abort, until its end. */
const TURN_BYTES = 4 * 1024 * 1024;

/** A body with a size limit. */
export type LimitedBody = {
  /** The bytes as they arrive. Fails with `failure()` as its reason. */
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Why the stream failed: too many bytes, or an interrupted source. `null` while it did not fail. */
  failure(): ApiError | UploadInterrupted | null;
};

/**
 * Passes on a body of up to `maxBytes`, and releases its source when the signal aborts.
 * Does not need a content-length, which a chunked request does not have.
 */
export function limitBody(
  source: ReadableStream<Uint8Array<ArrayBuffer>>,
  options: { readonly maxBytes: number; readonly signal: AbortSignal; readonly contentType: string },
): LimitedBody {
  const { maxBytes, signal } = options;
  const reader = source.getReader();
  // Node creates this body from a FormData. Cancelling it between two reads causes an unhandled rejection (seen in Node 24.21);
  // it holds nothing that has to be released.
  const mayCancel = !options.contentType.includes("formdata-undici");
  const cancel = async (reason: unknown): Promise<void> => {
    if (mayCancel) await reader.cancel(reason).catch(() => undefined);
  };
  let size = 0;
  // Bytes since the event loop last had a turn.
  let sinceTurn = 0;
  // Set once, when the stream ends early.
  let failure: ApiError | UploadInterrupted | null = null;
  // Set while a read is pending: an abort ends the wait even if the source is not cancelled.
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
            `The body is larger than ${maxBytes} bytes; raise the emulator's maxBodyBytes.`,
          );
        sinceTurn += value.byteLength;
        if (sinceTurn >= TURN_BYTES) {
          sinceTurn = 0;
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
 * Reads a body to its end and drops it, so that a client that is still uploading receives the error response instead of a broken connection.
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
