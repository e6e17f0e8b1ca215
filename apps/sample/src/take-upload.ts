import { BadRequestException, PayloadTooLargeException } from "@nestjs/common";
import multer, { MulterError } from "multer";

/** The largest upload that the desk takes, in bytes: 100 MiB, because it is held in memory. */
const MAX_UPLOAD_BYTES = 100 * 1024 * 1024;

type Middleware = ReturnType<multer.Multer["single"]>;

const readForm: Middleware = multer({
  limits: { fileSize: MAX_UPLOAD_BYTES, files: 1 },
  // Browsers send names of files in UTF-8; multer takes them for Latin-1 unless told.
  defParamCharset: "utf8",
}).single("media");

/**
 * A middleware that reads a form with a file into memory.
 *
 * Not a FileInterceptor: behind an interceptor, Nest sends the status of an event stream before the handler has run.
 */
export const takeUpload: Middleware = (request, response, next) => {
  readForm(request, response, (error?: unknown) => next(error === undefined ? undefined : refusalOf(error)));
};

function refusalOf(error: unknown): Error {
  if (error instanceof MulterError && error.code === "LIMIT_FILE_SIZE") {
    return new PayloadTooLargeException({
      kind: "input",
      message: `The file has more than ${MAX_UPLOAD_BYTES} bytes.`,
    });
  }
  const words = error instanceof Error ? error.message : "unknown reason";
  return new BadRequestException({ kind: "input", message: `The form cannot be read: ${words}.` });
}
