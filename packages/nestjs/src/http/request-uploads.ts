import { HiveConfigError } from "@hivekit/core";
import type { MediaSubmission } from "@hivekit/core";
import { BadRequestException } from "@nestjs/common";
import { toInputErrorBody } from "./hive-http-exception.ts";
import { checkMedia, isUploadedMedia } from "./media-check.ts";
import type { MediaCheck, UploadedMedia } from "./media-check.ts";
import { exceedsTexts, hasBody, hasOnlyTexts, isForm, isParsedForm } from "./request-body.ts";
import type { RequestWithBody } from "./request-body.ts";

/** A request to which an upload interceptor has attached its files. */
export type UploadRequest = RequestWithBody & { readonly file?: unknown };

/**
 * Converts all files that multer has attached to a request into submissions: a single file, an array, or arrays by
 * field.
 *
 * @throws BadRequestException (400), PayloadTooLargeException (413) or UnprocessableEntityException (422) for a file
 * that is not accepted.
 * @throws HiveConfigError for an upload that no interceptor has parsed, or that is neither in memory nor on disk. If it
 * were ignored, it would reach the handler without a verdict.
 */
export async function readUploads(
  request: UploadRequest,
  check: MediaCheck = {},
): Promise<readonly MediaSubmission[]> {
  const { file, files } = request;
  const listed: readonly unknown[] = typeof files === "object" ? Object.values(files ?? {}).flat() : [files];
  const isFilledForm = isForm(request) && hasBody(request);
  // `@fastify/multipart` adds functions to all requests, but they return files only for forms.
  const isAbsent = (value: unknown): boolean =>
    value === undefined || (typeof value === "function" && !isFilledForm);
  const uploads = [file, ...listed].filter((value) => !isAbsent(value)).map(requireReadable);
  if (isFilledForm && uploads.length === 0 && !isParsedForm(request)) throw unreadableError(UNPARSED);
  if (isFilledForm && !hasOnlyTexts(request)) {
    throw unreadableError(
      "The body of the form contains more than text fields, for example because of attachFieldsToBody, so it may contain files",
    );
  }
  // All are checked before the first one is submitted.
  return Promise.all(uploads.map((upload) => checkMedia(upload, check)));
}

/**
 * Checks that a request without uploads has nothing to judge: no body, or a form without files.
 *
 * @throws BadRequestException (400) if the body may contain content that nobody has judged.
 */
export function requireNothingToJudge(request: UploadRequest): void {
  if (!hasBody(request) || (isForm(request) && !exceedsTexts(request))) return;
  throw new BadRequestException(
    toInputErrorBody(
      400,
      "The request has a body without a file that can be checked. Send a form with a file.",
    ),
  );
}

function requireReadable(upload: unknown): UploadedMedia {
  if (isUploadedMedia(upload)) return upload;
  throw unreadableError(
    typeof upload === "function" ? UNPARSED : "The upload is neither in memory nor on disk",
  );
}

const UNPARSED = "No interceptor has parsed the upload";

function unreadableError(problem: string): HiveConfigError {
  return new HiveConfigError(
    `${problem}. Put an upload interceptor before HiveVerdictInterceptor, on the same method, or set \`submissions\`.`,
    { option: "submissions" },
  );
}
