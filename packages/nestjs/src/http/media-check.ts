import { open } from "node:fs/promises";
import { mediaTypeOf } from "@hivekit/core";
import type { MediaSubmission } from "@hivekit/core";
import { fromPath } from "@hivekit/core/node";
import { BadRequestException, PayloadTooLargeException, UnprocessableEntityException } from "@nestjs/common";
import type { UploadedMedia } from "./uploaded-media.ts";

/** The media types that are recognised by content: those that Hive documents, as far as their first bytes tell. */
export type HiveMediaType =
  | "image/jpeg"
  | "image/png"
  | "image/gif"
  | "image/webp"
  | "video/mp4"
  | "video/quicktime"
  | "video/webm"
  | "video/x-msvideo";

/** Which uploads are taken. */
export type MediaCheck = {
  /**
   * The types that are taken, by content: what the sender says of it does not count.
   * @defaultValue all of {@link HiveMediaType}
   */
  readonly types?: readonly HiveMediaType[] | undefined;
  /**
   * The most bytes. Multer reads the whole upload before: give it a limit of its own, too.
   * @defaultValue any number
   */
  readonly maxBytes?: number | undefined;
};

const HEAD_BYTES = 16;

/**
 * Looks at an upload, and makes a submission of it with the type that its content shows. A file on disk stays there until it is sent.
 *
 * @throws BadRequestException (400) if it is empty; PayloadTooLargeException (413) if it has too many bytes;
 * UnprocessableEntityException (422) if its content is of no type that is taken. Their bodies are HiveHttpBody.
 */
export async function checkMedia(file: UploadedMedia, check: MediaCheck = {}): Promise<MediaSubmission> {
  const { head, sizeBytes } = await contentOf(file);
  if (head.byteLength === 0 || sizeBytes === 0) {
    throw new BadRequestException(bodyOf(400, "The file is empty; send an image, a GIF or a video."));
  }
  const { maxBytes } = check;
  if (maxBytes !== undefined && sizeBytes > maxBytes) {
    throw new PayloadTooLargeException(
      bodyOf(413, `The file has ${sizeBytes} bytes; ${maxBytes} is the most.`),
    );
  }
  const contentType = mediaTypeOf(head)?.contentType;
  const taken: readonly string[] | undefined = check.types;
  if (contentType === undefined || taken?.includes(contentType) === false) {
    const known = taken ?? ["JPEG", "PNG", "GIF", "WebP", "MP4", "MOV", "WebM", "AVI"];
    const what = contentType === undefined ? "no image, GIF or video that is known" : contentType;
    throw new UnprocessableEntityException(
      bodyOf(422, `The file's content is ${what}; send ${known.join(", ")}.`),
    );
  }
  const { originalname = "", path, buffer } = file;
  return {
    // The type says which of the two it is; `isUploadedMedia` has seen to it.
    media: buffer ?? fromPath(path ?? ""),
    contentType,
    ...(originalname === "" ? {} : { filename: originalname }),
  };
}

/** What is there, whatever size whoever took it in has noted. */
async function contentOf({ buffer, path }: UploadedMedia): Promise<{ head: Uint8Array; sizeBytes: number }> {
  if (buffer !== undefined) return { head: buffer.subarray(0, HEAD_BYTES), sizeBytes: buffer.byteLength };
  const file = await open(path ?? "");
  try {
    const { size: sizeBytes } = await file.stat();
    const { buffer: head, bytesRead } = await file.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return { head: head.subarray(0, bytesRead), sizeBytes };
  } finally {
    await file.close();
  }
}

/** The form of `HiveHttpBody`. */
export function bodyOf(statusCode: number, message: string) {
  return { statusCode, kind: "input", reason: null, message, retryAfterSeconds: null };
}
