import type { MediaSubmission } from "@hivekit/core";
import { checkMedia } from "./media-check.ts";
import type { MediaCheck } from "./media-check.ts";
import { isUploadedMedia } from "./uploaded-media.ts";

/**
 * Makes submissions of all files that multer has left on a request: one, a list, or lists by field.
 *
 * @throws BadRequestException (400), PayloadTooLargeException (413) or UnprocessableEntityException (422) for a file that is not taken.
 */
export async function submissionsOf(
  request: { readonly file?: unknown; readonly files?: unknown },
  check: MediaCheck = {},
): Promise<readonly MediaSubmission[]> {
  const { file, files } = request;
  const all = [file, ...(Array.isArray(files) ? files : Object.values(Object(files ?? {})).flat())];
  // All are looked at before the first one is submitted.
  return Promise.all(all.filter(isUploadedMedia).map((one) => checkMedia(one, check)));
}
