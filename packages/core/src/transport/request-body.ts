import { HiveInputError } from "../error/hive-input-error.ts";
import type { FormField, MediaInJson, RequestBody } from "../protocol/protocol.ts";
import { openUpload } from "../submission/upload.ts";
import type { OpenOptions, OpenUpload } from "../submission/upload.ts";
import { toDataUri } from "./data-uri.ts";
import { bufferedBody, encodeJson, encodeJsonBody, encodeText } from "./json-body.ts";
import type { EncodedBody } from "./json-body.ts";
import { userAgent } from "./runtime.ts";

/** The largest form of known size that is sent as one buffer: 8 MiB of media and the form around it. */
const BUFFERED_BYTES = (8 * 1024 + 64) * 1024;

/** A global of workerd, which sends a `content-length` only for a stream of this type. */
declare const FixedLengthStream:
  | (new (bytes: number) => ReadableWritablePair<Uint8Array, Uint8Array>)
  | undefined;

/** A part of a body: media, or the text of a form around it. */
type Part = Pick<OpenUpload, "sizeBytes" | "chunks" | "blob">;

/**
 * Encodes the body of one attempt.
 *
 * @throws HiveInputError if the media cannot be opened, is empty or is too large.
 */
export async function encodeBody(body: RequestBody, options: OpenOptions): Promise<EncodedBody> {
  if (body.kind === "form") return encodeMultipart(body.fields, options);
  if (body.kind === "dataUri") return encodeDataUri(body, options);
  return body.kind === "none" ? bufferedBody(null, null) : encodeJsonBody(body, options);
}

/** Encodes media of known size up to a limit as a data URI in JSON, and other media as a form. */
async function encodeDataUri(body: MediaInJson, options: OpenOptions): Promise<EncodedBody> {
  const upload = await openUpload(body.upload, options);
  const { sizeBytes } = upload;
  if (sizeBytes === null || sizeBytes > body.maxBytes) return encodeMultipart(body.fields, options, upload);
  const bytes = await toBuffer([upload], sizeBytes);
  return encodeJson(body.json(toDataUri(upload.contentType, bytes)));
}

/**
 * Encodes a form as multipart/form-data. Large media is never held in memory.
 *
 * `FormData` is not used, because runtimes take 1.2 to 4.3 GB of memory to send 1 GiB with it.
 *
 * Source: https://www.rfc-editor.org/rfc/rfc7578 and https://html.spec.whatwg.org/#multipart-form-data (escaping of
 * names).
 *
 * @param opened - The upload, if it is already open.
 */
async function encodeMultipart(
  fields: readonly FormField[],
  options: OpenOptions,
  opened: OpenUpload | null = null,
): Promise<EncodedBody> {
  const boundary = `hivekit-${crypto.randomUUID()}`;
  const parts: Part[] = [];
  /** The text since the last media. */
  let text = "";
  let release = (): void => {};
  for (const field of fields) {
    text += `--${boundary}\r\nContent-Disposition: form-data; name="${escape(field.name)}"`;
    if ("value" in field) {
      text += `\r\n\r\n${field.value}\r\n`;
    } else {
      const upload = opened ?? (await openUpload(field.upload, options));
      text += `; filename="${escape(upload.filename)}"\r\nContent-Type: ${upload.contentType}\r\n\r\n`;
      parts.push(textPart(text), upload);
      ({ release } = upload);
      text = "\r\n";
    }
  }
  parts.push(textPart(`${text}--${boundary}--\r\n`));
  const lengthBytes = sumLengths(parts);
  const contentType = `multipart/form-data; boundary=${boundary}`;
  if (lengthBytes !== null && lengthBytes <= BUFFERED_BYTES) {
    return bufferedBody(await toBuffer(parts, lengthBytes), contentType);
  }
  // Only the user agent of a browser begins in this way.
  if (userAgent().startsWith("Mozilla/")) return bufferedBody(await toBlob(parts), contentType);
  const body: EncodedBody = { contentType, lengthBytes, content: null, mediaError: null, release };
  const stream = toStream(parts, body);
  body.content =
    lengthBytes !== null && typeof FixedLengthStream === "function"
      ? stream.pipeThrough(new FixedLengthStream(lengthBytes))
      : stream;
  return body;
}

function escape(name: string): string {
  return name.replaceAll(/[\r\n"]/g, encodeURIComponent);
}

function textPart(text: string): Part {
  const bytes = encodeText(text);
  return { sizeBytes: bytes.byteLength, chunks: [bytes], blob: null };
}

function sumLengths(parts: readonly Part[]): number | null {
  let length = 0;
  for (const { sizeBytes } of parts) {
    if (sizeBytes === null) return null;
    length += sizeBytes;
  }
  return length;
}

/** Skips empty chunks, which some runtimes mistake for the end. */
async function* iterateChunks(parts: readonly Part[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    for await (const chunk of part.chunks) if (chunk.byteLength > 0) yield chunk;
  }
}

async function toBuffer(parts: readonly Part[], lengthBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = new Uint8Array(lengthBytes);
  let filled = 0;
  for (const part of parts) {
    for await (const chunk of part.chunks) {
      buffer.set(chunk, filled);
      filled += chunk.byteLength;
    }
  }
  return buffer;
}

/** Browsers send streams only over HTTP/2, if at all. They send a blob of blobs without reading it into memory. */
async function toBlob(parts: readonly Part[]): Promise<Blob> {
  const chunks: (Uint8Array<ArrayBuffer> | Blob)[] = [];
  for (const part of parts) {
    if (part.blob !== null) chunks.push(part.blob);
    else for await (const chunk of part.chunks) chunks.push(new Uint8Array(chunk));
  }
  return new Blob(chunks);
}

function toStream(parts: readonly Part[], body: EncodedBody): ReadableStream<Uint8Array> {
  const chunks = iterateChunks(parts);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const chunk = await chunks.next();
          if (chunk.done === true) controller.close();
          else controller.enqueue(chunk.value);
        } catch (error) {
          if (error instanceof HiveInputError) body.mediaError = error;
          throw error;
        }
      },
      cancel: body.release,
    },
    { highWaterMark: 0 },
  );
}
