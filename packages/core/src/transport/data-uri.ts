import { HiveInputError } from "../error/hive-input-error.ts";
import { openUpload } from "../submission/upload.ts";
import type { OpenUpload, Upload } from "../submission/upload.ts";

/** The bytes that are encoded as base64 at once; a multiple of 3. */
const BASE64_STEP = 3 * 8 * 1024;

/** Creates a data URI. @param contentType - The media type; its parameters are dropped. */
export function toDataUri(contentType: string, bytes: Uint8Array): string {
  // The parameters of a media type may contain a comma, which ends the head of a data URI.
  const mediaType = contentType.replace(/\s*;.*/, "");
  return `data:${mediaType};base64,${toBase64(bytes)}`;
}

/**
 * Reads an image into memory, as a data URI. The type of the bytes takes precedence over the declared type.
 *
 * @throws HiveInputError if the media is not an image, or cannot be read; see {@link openUpload}.
 */
export async function readImageUri(
  upload: Upload,
  options: { readonly maxMediaBytes: number | null; readonly signal: AbortSignal },
): Promise<string> {
  const opened = await openUpload(upload, options);
  const type = opened.detectedType ?? opened.contentType;
  if (!/^image\//i.test(type)) {
    opened.release();
    throw new HiveInputError(
      opened.detectedType === null
        ? "The media is not of a known image type; pass contentType if it is an image, or submit its url."
        : `The media must be an image, got ${opened.detectedType}; submit a video by its url.`,
    );
  }
  return toDataUri(type, await collectBytes(opened));
}

async function collectBytes({ chunks }: OpenUpload): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    // A source may reuse the buffer of its chunks.
    parts.push(chunk.slice());
    length += chunk.byteLength;
  }
  const bytes = new Uint8Array(length);
  let filled = 0;
  for (const part of parts) {
    bytes.set(part, filled);
    filled += part.byteLength;
  }
  return bytes;
}

/** Encodes in steps of whole groups of three bytes, because a call has a limited number of arguments. */
function toBase64(bytes: Uint8Array): string {
  const texts: string[] = [];
  for (let start = 0; start < bytes.length; start += BASE64_STEP) {
    texts.push(btoa(String.fromCharCode(...bytes.subarray(start, start + BASE64_STEP))));
  }
  return texts.join("");
}
