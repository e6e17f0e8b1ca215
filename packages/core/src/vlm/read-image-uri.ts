import { HiveInputError } from "../error/hive-input-error.ts";
import { openUpload } from "../submission/upload.ts";
import type { OpenOptions, OpenUpload, Upload } from "../submission/upload.ts";
import { toDataUri } from "../transport/data-uri.ts";

/**
 * Reads an image into memory, as a data URI. The type of the bytes takes precedence over the declared type.
 *
 * @throws HiveInputError if the media is not an image, or cannot be read; see {@link openUpload}.
 */
export async function readImageUri(upload: Upload, options: OpenOptions): Promise<string> {
  const opened = await openUpload(upload, options);
  const type = opened.detectedType ?? opened.contentType;
  if (!/^image\//i.test(type)) {
    opened.release();
    throw new HiveInputError(
      opened.detectedType === null
        ? "The media is not of a known image type; pass contentType if it is an image, or pass its url instead."
        : `The media must be an image, got ${opened.detectedType}; pass the url of a video.`,
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
