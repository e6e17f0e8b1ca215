import { HiveInputError } from "../error/hive-input-error.ts";
import { openUpload } from "../submission/upload.ts";
import type { OpenOptions, OpenUpload, Upload } from "../submission/upload.ts";
import { toDataUri } from "../transport/data-uri.ts";

/** An image in memory. */
export type ImageInMemory = { readonly contentType: string; readonly bytes: Uint8Array };

/**
 * Reads an image into memory. The type of the bytes takes precedence over the declared type.
 *
 * @throws HiveInputError if the media is not an image, or cannot be read; see {@link openUpload}.
 */
export async function readImage(upload: Upload, options: OpenOptions): Promise<ImageInMemory> {
  const opened = await openUpload(upload, options);
  const contentType = opened.detectedType ?? opened.contentType;
  if (!/^image\//i.test(contentType)) {
    opened.release();
    throw new HiveInputError(
      opened.detectedType === null
        ? "The media is not of a known image type; pass contentType if it is an image, or pass its url instead."
        : `The media must be an image, got ${opened.detectedType}; pass the url of a video.`,
    );
  }
  return { contentType, bytes: await collectBytes(opened) };
}

/** Reads an image as a data URI. @throws HiveInputError as {@link readImage} does. */
export async function readImageUri(upload: Upload, options: OpenOptions): Promise<string> {
  const { contentType, bytes } = await readImage(upload, options);
  return toDataUri(contentType, bytes);
}

async function collectBytes({ chunks }: OpenUpload): Promise<Uint8Array> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  // A source may reuse the buffer of its chunks.
  for await (const chunk of chunks) parts.push(new Uint8Array(chunk));
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
