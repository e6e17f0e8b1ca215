import type { HiveInputError } from "../error/hive-input-error.ts";

/** A body as `fetch` takes it. */
export type EncodedBody = {
  /** `null` for a request without a body, and where the content brings its own. */
  readonly contentType: string | null;
  /** `null` if the media's size is not known. */
  readonly lengthBytes: number | null;
  /** The whole, or a stream of it that can be sent once; `null` for a request without a body. */
  readonly content: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | Blob | null;
  /** What the media threw while the stream was sent, which runtimes report as a failed connection; `null` so far. */
  mediaError: HiveInputError | null;
  /** Lets go of media that is still open. A connection that was never made does not do so. */
  readonly release: () => void;
};

/** A body that lies in memory. */
export function bodyInMemory(
  content: Uint8Array<ArrayBuffer> | Blob | null,
  contentType: string | null,
): EncodedBody {
  // The edge runtime adds its own length to ours, and then takes neither.
  const lengthBytes =
    content instanceof Uint8Array && !("EdgeRuntime" in globalThis) ? content.byteLength : null;
  return { content, contentType, lengthBytes, mediaError: null, release: () => {} };
}
