import { open } from "node:fs/promises";
import { mediaTypeOf } from "@hivekit/core";
import type { MediaSubmission } from "@hivekit/core";
import { fromPath } from "@hivekit/core/node";
import { BadRequestException, PayloadTooLargeException, UnprocessableEntityException } from "@nestjs/common";
import * as z from "zod/mini";
import { mustBe, optionsSchema } from "../options/check-options.ts";
import { toInputErrorBody } from "./hive-http-exception.ts";

/**
 * The media types that are recognized by content: the types that Hive documents and that can be identified by their
 * first bytes.
 */
export type HiveMediaType =
  | "image/jpeg"
  | "image/png"
  | "image/gif"
  | "image/webp"
  | "video/mp4"
  | "video/quicktime"
  | "video/webm"
  | "video/x-msvideo"
  | "video/x-ms-wmv";

/** Which uploads are accepted. */
export type MediaCheck = {
  /**
   * The accepted types, at least one. The type is detected from the content; the type that the sender declares is
   * ignored.
   * @defaultValue all of {@link HiveMediaType}
   */
  readonly types?: readonly HiveMediaType[] | undefined;
  /**
   * The maximum size of an upload, in bytes, at least 1. Multer reads the complete upload first, so set a limit there
   * as well.
   * @defaultValue no limit
   */
  readonly maxBytes?: number | undefined;
};

const MEDIA_TYPES: { readonly [Type in HiveMediaType]: Type } = {
  "image/jpeg": "image/jpeg",
  "image/png": "image/png",
  "image/gif": "image/gif",
  "image/webp": "image/webp",
  "video/mp4": "video/mp4",
  "video/quicktime": "video/quicktime",
  "video/webm": "video/webm",
  "video/x-msvideo": "video/x-msvideo",
  "video/x-ms-wmv": "video/x-ms-wmv",
};

const TYPE = mustBe(`one of ${Object.keys(MEDIA_TYPES).join(", ")}`);
const TYPES = mustBe("an array of one or more media types");

/** The schemas of the options of a {@link MediaCheck}. */
export const MEDIA_CHECK_SHAPE = {
  types: z.optional(z.array(z.enum(MEDIA_TYPES, TYPE), TYPES).check(z.minLength(1, TYPES))),
  // Infinity is accepted and means no limit.
  maxBytes: z.optional(
    z.custom((value) => typeof value === "number" && value >= 1, mustBe("a number of bytes, at least 1")),
  ),
};

/** Checks a {@link MediaCheck}. */
export const mediaCheckSchema = optionsSchema<MediaCheck>(MEDIA_CHECK_SHAPE);

/** A file that multer has parsed, in memory or on disk. */
export type UploadedMedia = {
  /** The bytes; absent for a file on disk. */
  readonly buffer?: Uint8Array | undefined;
  /** The path on disk; absent for a file in memory. */
  readonly path?: string | undefined;
  /** The name that the sender declared. */
  readonly originalname?: string | undefined;
};

/** The number of bytes that are needed to identify a media type. */
const HEAD_BYTES = 16;

/** Returns whether a value is a file that multer has parsed. */
export function isUploadedMedia(value: unknown): value is UploadedMedia {
  if (typeof value !== "object" || value === null) return false;
  const hasBytes = "buffer" in value && value.buffer instanceof Uint8Array;
  return hasBytes || ("path" in value && typeof value.path === "string");
}

/**
 * Checks an upload and converts it into a submission with the detected content type. A file on disk is read only when
 * it is sent.
 *
 * @throws BadRequestException (400) if the file is empty.
 * @throws PayloadTooLargeException (413) if the file is too large.
 * @throws UnprocessableEntityException (422) if the type of the content is not accepted. The bodies are `HiveHttpBody`.
 */
export async function checkMedia(file: UploadedMedia, check: MediaCheck = {}): Promise<MediaSubmission> {
  const { head, sizeBytes } = await readHead(file);
  if (head.byteLength === 0 || sizeBytes === 0) {
    throw new BadRequestException(
      toInputErrorBody(400, "The file is empty. Send an image, a GIF or a video."),
    );
  }
  const { maxBytes } = check;
  if (maxBytes !== undefined && sizeBytes > maxBytes) {
    throw new PayloadTooLargeException(
      toInputErrorBody(413, `The file has ${sizeBytes} bytes; the limit is ${maxBytes}.`),
    );
  }
  const contentType = mediaTypeOf(head)?.contentType;
  const accepted: readonly string[] = check.types ?? Object.keys(MEDIA_TYPES);
  if (contentType === undefined || !accepted.includes(contentType)) {
    const known = check.types ?? ["JPEG", "PNG", "GIF", "WebP", "MP4", "MOV", "WebM", "AVI", "WMV"];
    const problem =
      contentType === undefined
        ? "The file is not a known image, GIF or video"
        : `The file's type ${contentType} is not accepted`;
    throw new UnprocessableEntityException(toInputErrorBody(422, `${problem}. Send ${known.join(", ")}.`));
  }
  const { originalname = "", path, buffer } = file;
  return {
    // `isUploadedMedia` ensures that one of the two is present.
    media: buffer ?? fromPath(path ?? ""),
    contentType,
    ...(originalname === "" ? {} : { filename: originalname }),
  };
}

/** Reads the first bytes and the actual size. Ignores the size that the upload parser declared. */
async function readHead({ buffer, path }: UploadedMedia): Promise<{ head: Uint8Array; sizeBytes: number }> {
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
