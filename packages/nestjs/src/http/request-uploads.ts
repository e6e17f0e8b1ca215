import { HiveConfigError } from "@hivekit/core";
import type { MediaSubmission } from "@hivekit/core";
import { checkMedia, isUploadedMedia } from "./media-check.ts";
import type { MediaCheck, UploadedMedia } from "./media-check.ts";

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
  request: { readonly file?: unknown; readonly files?: unknown },
  check: MediaCheck = {},
): Promise<readonly MediaSubmission[]> {
  const { file, files } = request;
  const listed: readonly unknown[] = typeof files === "object" ? Object.values(files ?? {}).flat() : [files];
  // `@fastify/multipart` adds functions to all requests, but they return files only for forms.
  const isAbsent = (value: unknown): boolean =>
    value === undefined || (typeof value === "function" && !isForm(request));
  const uploads = [file, ...listed].filter((value) => !isAbsent(value)).map(requireReadable);
  if (uploads.length === 0 && isUnreadForm(request)) throw unreadableError(UNPARSED);
  // All are checked before the first one is submitted.
  return Promise.all(uploads.map((upload) => checkMedia(upload, check)));
}

/** Returns whether a request of Express or Fastify is a multipart form, which may contain files. */
function isForm(request: object): boolean {
  const type: unknown = Object(Reflect.get(request, "headers"))["content-type"];
  return typeof type === "string" && /^\s*multipart\//i.test(type);
}

/** Returns whether a request is a multipart form that has not been read yet, so that it may still contain files. */
function isUnreadForm(request: object): boolean {
  // Fastify wraps Node's requests; Express extends them.
  const message: object = Object(Reflect.get(request, "raw") ?? request);
  return isForm(request) && Reflect.get(message, "readableDidRead") !== true;
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
