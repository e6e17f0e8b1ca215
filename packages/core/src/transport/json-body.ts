import type { HiveInputError } from "../error/hive-input-error.ts";
import type { JsonBody } from "../protocol/protocol.ts";
import type { OpenOptions } from "../submission/upload.ts";

/** A body for `fetch`. */
export type EncodedBody = {
  /** `null` for a request without a body. */
  readonly contentType: string | null;
  /** `null` if the size of the media is unknown. */
  readonly lengthBytes: number | null;
  /** The complete body, or a stream of it that can be sent once; `null` for a request without a body. */
  content: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | Blob | null;
  /**
   * The error of the media during the upload, which runtimes report as a failed connection; `null` if there is none.
   */
  mediaError: HiveInputError | null;
  /** Closes media that is still open. Needed if no connection is made. */
  readonly release: () => void;
};

/**
 * Encodes the body of one attempt that is JSON. For clients that send nothing else: forms need much more code.
 *
 * @throws HiveInputError if the media cannot be opened, is empty or is too large.
 */
export async function encodeJsonBody(body: JsonBody, options: OpenOptions): Promise<EncodedBody> {
  return encodeJson(body.kind === "json" ? body.json : await body.read(options));
}

/** Encodes a value as JSON. */
export function encodeJson(json: unknown): EncodedBody {
  return bufferedBody(encodeText(JSON.stringify(json)), "application/json");
}

/** Wraps a body that is in memory. */
export function bufferedBody(
  content: Uint8Array<ArrayBuffer> | Blob | null,
  contentType: string | null,
): EncodedBody {
  // The edge runtime appends its own length to this one, which makes the header invalid.
  const lengthBytes =
    content instanceof Uint8Array && !("EdgeRuntime" in globalThis) ? content.byteLength : null;
  return { content, contentType, lengthBytes, mediaError: null, release: () => {} };
}

/** Encodes a text as UTF-8. */
export function encodeText(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
