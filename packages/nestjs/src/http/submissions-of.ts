import { HiveConfigError } from "@hivekit/core";
import type { MediaSubmission } from "@hivekit/core";
import { checkMedia } from "./media-check.ts";
import type { MediaCheck } from "./media-check.ts";
import { isUploadedMedia } from "./uploaded-media.ts";
import type { UploadedMedia } from "./uploaded-media.ts";

/**
 * Makes submissions of all files that multer has left on a request: one, a list, or lists by field.
 *
 * @throws BadRequestException (400), PayloadTooLargeException (413) or UnprocessableEntityException (422) for a file that is not taken.
 * @throws HiveConfigError for an upload that is neither in memory nor on disk: left out, it would reach the handler without a verdict.
 */
export async function submissionsOf(
  request: { readonly file?: unknown; readonly files?: unknown },
  check: MediaCheck = {},
): Promise<readonly MediaSubmission[]> {
  const { file, files } = request;
  // A function is Fastify's, and not a list.
  const listed: readonly unknown[] = typeof files === "object" ? Object.values(files ?? {}).flat() : [files];
  const uploads = [file, ...listed].filter((one) => one !== undefined).map(readable);
  // All are looked at before the first one is submitted.
  return Promise.all(uploads.map((one) => checkMedia(one, check)));
}

function readable(upload: unknown): UploadedMedia {
  if (isUploadedMedia(upload)) return upload;
  // `@fastify/multipart` leaves functions on requests whose files nobody has taken in.
  const what =
    typeof upload === "function" ? "Nothing has taken the upload in" : "This upload's storage cannot be read";
  throw new HiveConfigError(
    `${what}; put an interceptor that takes it in in front of HiveVerdictInterceptor, or give it \`submissions\`.`,
    { option: "submissions" },
  );
}
