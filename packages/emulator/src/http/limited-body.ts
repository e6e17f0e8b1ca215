import { HttpError } from "./http-error.ts";
import { UploadInterrupted } from "./upload-interrupted.ts";

/** After so many bytes the event loop gets a turn: a body in memory would keep timers, and so an abort, waiting until its end. */
const TURN_BYTES = 4 * 1024 * 1024;

/** A body whose size is watched. */
export type LimitedBody = {
  /** The bytes, as they come. Fails with `failure()` as its reason. */
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Why the stream failed: too many bytes, or a source that broke off. `null` while it did not. */
  failure(): HttpError | UploadInterrupted | null;
};

/**
 * Passes a body on up to `maxBytes`, and lets go of its source when the signal aborts.
 * Works without a content-length, which a chunked request does not have.
 */
export function limitBody(
  source: ReadableStream<Uint8Array<ArrayBuffer>>,
  options: { readonly maxBytes: number; readonly signal: AbortSignal; readonly contentType: string },
): LimitedBody {
  const { maxBytes, signal } = options;
  const reader = source.getReader();
  // Node makes this body from a FormData. Cancelled between two reads, it fails with an unhandled rejection (seen in Node 24.21);
  // it holds nothing that needs to be let go.
  const mayCancel = !options.contentType.includes("formdata-undici");
  const cancel = async (reason: unknown): Promise<void> => {
    if (mayCancel) await reader.cancel(reason).catch(() => undefined);
  };
  let size = 0;
  // Bytes since the event loop last had a turn.
  let sinceTurn = 0;
  // Set once, when the stream ends early.
  let failure: HttpError | UploadInterrupted | null = null;
  // Set while a read waits: an abort ends the wait even where the source is not cancelled.
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
          throw new HttpError(
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
          cause instanceof HttpError ? cause : new UploadInterrupted("the request body broke off", { cause });
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
