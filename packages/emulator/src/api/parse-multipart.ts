import {
  getMultipartBoundary,
  MaxHeaderSizeExceededError,
  MaxPartsExceededError,
  MultipartParser,
  type MultipartPart,
} from "@remix-run/multipart-parser";
import { ApiError } from "../error/api-error.ts";
import { createTurns } from "../time/turns.ts";
import { MAX_FIELD_BYTES, MAX_FIELDS, type BodyParser } from "./body-parser.ts";
import { createBlobCollector } from "./collect-blob.ts";

/** The maximum size of the headers of a part, in bytes. */
const MAX_HEADER_BYTES = 8 * 1024;
const CARRIAGE_RETURN = 13;
const LINE_FEED = 10;
const UNREADABLE =
  "The form cannot be parsed. Its boundary does not match its Content-Type, or it was cut off.";

/** A parameter of a `Content-Disposition`. The parser itself would drop backslashes in a name. */
const PARAMETER = /;[\t ]*([^\s=;"]+)=(?:"((?:\\"|[^"])*)"|([^\s";]*))/g;

/** A complete part. `filename` is `null` if it is not a file. */
type FormPart = { readonly name: string; readonly filename: string | null; readonly part: MultipartPart };

/** Creates a parser for a form with the type `multipart/form-data`. @throws ApiError 400 if the type has no boundary */
export function createMultipartParser(contentType: string): BodyParser {
  const boundary = getMultipartBoundary(contentType);
  if (boundary === null || boundary === "") throw new ApiError(400, UNREADABLE);
  const parser = new MultipartParser(boundary, {
    maxHeaderSize: MAX_HEADER_BYTES,
    maxParts: MAX_FIELDS,
    // The body and the text fields have limits of their own.
    maxFileSize: Infinity,
    maxTotalSize: Infinity,
  });
  const parts: FormPart[] = [];
  let hasStarted = false;
  return {
    write: (chunk) => {
      // The parser rejects bytes before the first boundary and after the last one. Some clients send line breaks there.
      const start = hasStarted ? 0 : countLineBreaks(chunk);
      hasStarted ||= start < chunk.byteLength;
      if (!hasStarted || hasEnded(parser)) return;
      try {
        for (const part of parser.write(chunk.subarray(start))) {
          parts.push(readPart(part));
        }
      } catch (error) {
        throw toApiError(error);
      }
    },
    end: async () => {
      if (!hasEnded(parser)) throw new ApiError(400, UNREADABLE);
      const form = new FormData();
      for (const part of parts) await append(form, part);
      return { kind: "form", form };
    },
  };
}

/** Reads the headers of a part. @throws ApiError 400 without a name, 413 for a field above its limit */
function readPart(part: MultipartPart): FormPart {
  const parameters = new Map<string, string>();
  for (const [, key = "", quoted, token = ""] of (part.headers["content-disposition"] ?? "").matchAll(
    PARAMETER,
  )) {
    parameters.set(key.toLowerCase(), decodeName(quoted ?? token));
  }
  const name = parameters.get("name");
  // The parser reads the encoded form, `filename*`.
  const filename = parameters.get("filename") ?? part.filename ?? null;
  if (name === undefined) {
    throw new ApiError(
      400,
      'Each part of the form must have a header such as Content-Disposition: form-data; name="image".',
    );
  }
  if (filename === null && part.size > MAX_FIELD_BYTES) {
    throw new ApiError(
      413,
      `A field of the form exceeds ${MAX_FIELD_BYTES} bytes. Only a file, with a filename, can be larger.`,
    );
  }
  return { name, filename, part };
}

async function append(form: FormData, { name, filename, part }: FormPart): Promise<void> {
  if (filename === null) {
    form.append(name, new TextDecoder().decode(part.bytes));
    return;
  }
  const takeTurns = createTurns();
  const collector = createBlobCollector();
  for (const chunk of part.content) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a part of a chunk of `write`
    collector.add(chunk as Uint8Array<ArrayBuffer>);
    await takeTurns();
  }
  // The default type is that of RFC 7578, section 4.4.
  form.append(name, collector.toBlob(part.headers["content-type"] ?? "text/plain"), filename);
}

/**
 * Decodes the characters that browsers encode in names, and the quotation marks that curl escapes. Browsers do not
 * escape backslashes, so they are kept. Source: HTML standard, "Multipart form data".
 */
function decodeName(name: string): string {
  return name.replaceAll('\\"', '"').replaceAll("%22", '"').replaceAll("%0D", "\r").replaceAll("%0A", "\n");
}

/** Whether the last boundary has been read. The parser offers no other way to check this. */
function hasEnded(parser: MultipartParser): boolean {
  try {
    parser.finish();
    return true;
  } catch {
    return false;
  }
}

function countLineBreaks(chunk: Uint8Array): number {
  const first = chunk.findIndex((byte) => byte !== CARRIAGE_RETURN && byte !== LINE_FEED);
  return first === -1 ? chunk.byteLength : first;
}

function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof MaxPartsExceededError) {
    return new ApiError(413, `The form has more than ${MAX_FIELDS} parts. Send one file and its fields.`);
  }
  if (error instanceof MaxHeaderSizeExceededError) {
    return new ApiError(413, `The headers of a part of the form exceed ${MAX_HEADER_BYTES} bytes.`);
  }
  // The decoder throws a TypeError for invalid UTF-8.
  if (error instanceof TypeError) {
    return new ApiError(400, "The headers of the form's parts must be UTF-8.");
  }
  return new ApiError(400, UNREADABLE);
}
