import type { HiveInputError } from "../error/hive-input-error.ts";
import type { RequestBody } from "../protocol/protocol.ts";
import { encodeMultipart } from "./multipart.ts";

/** A body as `fetch` takes it. */
export type EncodedBody = {
  /** `null` for a request without a body, and where the content brings its own. */
  readonly contentType: string | null;
  /** `null` if the media's size is not known. */
  readonly lengthBytes: number | null;
  /** The whole, or a stream of it that can be sent once; `null` for a request without a body. */
  readonly content: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | Blob | null;
  /** What the media threw while the stream was sent, which runtimes report as a failed connection; `null` so far. */
  readonly mediaError: () => HiveInputError | null;
};

/**
 * Makes the body of one attempt.
 *
 * @param options - `maxMediaBytes`: the most bytes of media; `null` for any number.
 * @throws HiveInputError if media cannot be opened, is empty or is too large.
 */
export async function encodeBody(
  body: RequestBody,
  options: { readonly maxMediaBytes: number | null },
): Promise<EncodedBody> {
  switch (body.kind) {
    case "none":
      return { contentType: null, lengthBytes: null, content: null, mediaError: () => null };
    case "json": {
      const content = new TextEncoder().encode(JSON.stringify(body.json));
      return {
        contentType: "application/json",
        lengthBytes: content.byteLength,
        content,
        mediaError: () => null,
      };
    }
    case "form":
      return encodeMultipart(body.fields, options);
    default: {
      const never: never = body;
      return never;
    }
  }
}
