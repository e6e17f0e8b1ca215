import { ApiError } from "../error/api-error.ts";
import type { BodyParser, RequestBody } from "./body-parser.ts";
import type { Exchange } from "./exchange.ts";
import { createJsonParser } from "./parse-json.ts";
import { createMultipartParser } from "./parse-multipart.ts";
import { createUrlencodedParser } from "./parse-urlencoded.ts";
import { readChunks } from "./read-chunks.ts";

/** The encodings of a form. Source: V1DOCS (multipart), reference/hive-api.md, section 1.1 (urlencoded). */
const MULTIPART_TYPE = "multipart/form-data";
const URLENCODED_TYPE = "application/x-www-form-urlencoded";
const JSON_TYPE = "application/json";

type ReadBodyOptions = {
  /** The maximum size of the body, in bytes. */
  readonly maxBytes: number;
  /** The maximum size of a JSON body, in bytes; `null` if the generation does not accept JSON. */
  readonly maxJsonBytes: number | null;
  /** What to do with a larger file, for messages. @defaultValue to send it in a form */
  readonly fileAdvice?: string;
};

/**
 * Parses a request body according to its `Content-Type` while it arrives: a form, or JSON if the generation accepts it.
 * Limits are checked at the same time. After an error, the rest of the body is discarded, so that a client that is
 * still uploading receives the error response.
 *
 * @throws ApiError 400 for another type or a malformed body, 413 for a body above a limit; UploadInterrupted when the
 * body is interrupted.
 */
export async function readBody(
  { request, signal }: Exchange,
  options: ReadBodyOptions,
): Promise<RequestBody> {
  const { maxBytes } = options;
  const contentType = request.headers.get("content-type") ?? "";
  let parser: BodyParser | null = null;
  let failure: unknown;
  try {
    parser = createParser(contentType, options);
  } catch (error) {
    failure = error;
  }
  if (request.body !== null) {
    for await (const chunk of readChunks(request.body, { maxBytes, signal, contentType })) {
      try {
        parser?.write(chunk);
      } catch (error) {
        failure = error;
        // Frees the memory.
        parser = null;
      }
    }
  }
  if (parser === null) throw failure;
  return parser.end();
}

function createParser(contentType: string, { maxJsonBytes, fileAdvice }: ReadBodyOptions): BodyParser {
  const mediaType = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (mediaType === MULTIPART_TYPE) return createMultipartParser(contentType);
  if (mediaType === URLENCODED_TYPE) return createUrlencodedParser();
  if (mediaType === JSON_TYPE && maxJsonBytes !== null) return createJsonParser(maxJsonBytes, fileAdvice);
  const types = [MULTIPART_TYPE, URLENCODED_TYPE, ...(maxJsonBytes === null ? [] : [JSON_TYPE])];
  throw new ApiError(400, `Send a body with the Content-Type ${types.join(" or ")}.`);
}

/** Checks whether a JSON value is an object and not an array. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
