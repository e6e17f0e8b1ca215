import { HiveConfigError } from "@hivekit/core";
import type { MediaSubmission } from "@hivekit/core";
import { checkMedia } from "./media-check.ts";
import type { MediaCheck } from "./media-check.ts";
import { isUnreadForm, isForm } from "./upload-form.ts";
import { isUploadedMedia } from "./uploaded-media.ts";
import type { UploadedMedia } from "./uploaded-media.ts";

/**
 * Makes submissions of all files that multer has left on a request: one, a list, or lists by field.
 *
 * @throws BadRequestException (400), PayloadTooLargeException (413) or UnprocessableEntityException (422) for a file that is not taken.
 * @throws HiveConfigError for an upload that nobody has taken in yet, or that is neither in memory nor on disk: left out, it would reach the
 * handler without a verdict.
 */
export async function submissionsOf(
  request: { readonly file?: unknown; readonly files?: unknown },
  check: MediaCheck = {},
): Promise<readonly MediaSubmission[]> {
  const { file, files } = request;
  const listed: readonly unknown[] = typeof files === "object" ? Object.values(files ?? {}).flat() : [files];
  // `@fastify/multipart` leaves functions on all requests; only those of a form have files behind them.
  const isNone = (one: unknown): boolean =>
    one === undefined || (typeof one === "function" && !isForm(request));
  const uploads = [file, ...listed].filter((one) => !isNone(one)).map(readable);
  if (uploads.length === 0 && isUnreadForm(request)) throw refusal("Nothing has taken the upload in");
  // All are looked at before the first one is submitted.
  return Promise.all(uploads.map((one) => checkMedia(one, check)));
}

function readable(upload: unknown): UploadedMedia {
  if (isUploadedMedia(upload)) return upload;
  throw refusal(
    typeof upload === "function" ? "Nothing has taken the upload in" : "This upload's storage cannot be read",
  );
}

function refusal(what: string): HiveConfigError {
  return new HiveConfigError(
    `${what}; put an interceptor that takes it in in front of HiveVerdictInterceptor, on the same method, or give it \`submissions\`.`,
    { option: "submissions" },
  );
}
