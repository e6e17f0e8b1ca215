import { HiveInputError } from "../error/hive-input-error.ts";
import type { FormField } from "../protocol/protocol.ts";
import { openUpload } from "../submission/upload.ts";
import type { OpenUpload } from "../submission/upload.ts";
import { bodyInMemory } from "./encoded-body.ts";
import type { EncodedBody } from "./encoded-body.ts";
import { userAgent } from "./user-agent.ts";

/** A form up to this size, if it is known, is sent in one piece with its length: 8 MiB of media, and what stands around it. */
const ONE_PIECE_BYTES = (8 * 1024 + 64) * 1024;

/** workerd's own: only what comes out of it is sent with its length there. */
declare const FixedLengthStream:
  | (new (bytes: number) => ReadableWritablePair<Uint8Array, Uint8Array>)
  | undefined;

/** The text of a form between media, and the media. */
type Part = Uint8Array<ArrayBuffer> | OpenUpload;

/**
 * Writes a form as multipart/form-data, without ever holding large media in memory.
 *
 * `FormData` is not used, because runtimes hold 1.2 to 4.3 GB to send 1 GiB with it.
 *
 * @param options - `maxMediaBytes`: the most bytes of media; `null` for any number. `signal`: lets go of the media when it aborts.
 * @throws HiveInputError if media cannot be opened, is empty or is too large.
 *
 * Source: https://www.rfc-editor.org/rfc/rfc7578 and https://html.spec.whatwg.org/#multipart-form-data (escaping of names).
 */
export async function encodeMultipart(
  fields: readonly FormField[],
  options: { readonly maxMediaBytes: number | null; readonly signal: AbortSignal },
): Promise<EncodedBody> {
  const boundary = `hivekit-${crypto.randomUUID()}`;
  const parts: Part[] = [];
  for (const field of fields) {
    const name = `--${boundary}\r\nContent-Disposition: form-data; name="${escape(field.name)}"`;
    if ("value" in field) {
      parts.push(bytesOf(`${name}\r\n\r\n${field.value}\r\n`));
    } else {
      const upload = await openUpload(field.upload, options);
      const head = `${name}; filename="${escape(upload.filename)}"\r\nContent-Type: ${upload.contentType}\r\n\r\n`;
      parts.push(bytesOf(head), upload, bytesOf("\r\n"));
    }
  }
  parts.push(bytesOf(`--${boundary}--\r\n`));
  const release = (): void => {
    for (const part of parts) if (!(part instanceof Uint8Array)) part.release();
  };
  // What is read into memory must end with the call; and Node reads on after an abort, if the reply began before the upload was done.
  options.signal.addEventListener("abort", release, { once: true });
  if (options.signal.aborted) release();
  const lengthBytes = lengthOf(parts);
  const contentType = `multipart/form-data; boundary=${boundary}`;
  if (lengthBytes !== null && lengthBytes <= ONE_PIECE_BYTES) {
    return bodyInMemory(await join(parts, lengthBytes), contentType);
  }
  // Every other runtime names itself differently.
  if (userAgent().startsWith("Mozilla/")) return bodyInMemory(await blobOf(parts), contentType);
  const content = streamOf(parts, {
    release,
    onError: (error) => {
      body.mediaError = error;
    },
  });
  const body: EncodedBody = {
    contentType,
    lengthBytes,
    content:
      lengthBytes !== null && typeof FixedLengthStream === "function"
        ? content.pipeThrough(new FixedLengthStream(lengthBytes))
        : content,
    mediaError: null,
    release,
  };
  return body;
}

function escape(name: string): string {
  return name.replaceAll(/[\r\n"]/g, encodeURIComponent);
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function lengthOf(parts: readonly Part[]): number | null {
  let length = 0;
  for (const part of parts) {
    const size = part instanceof Uint8Array ? part.byteLength : part.sizeBytes;
    if (size === null) return null;
    length += size;
  }
  return length;
}

async function* chunksOf(parts: readonly Part[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield* part instanceof Uint8Array ? [part] : part.chunks;
}

async function join(parts: readonly Part[], lengthBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(lengthBytes);
  let filled = 0;
  for await (const chunk of chunksOf(parts)) {
    whole.set(chunk, filled);
    filled += chunk.byteLength;
  }
  return whole;
}

/** Browsers send a stream over HTTP/2 only, if at all; a blob of blobs they send from where it lies. */
async function blobOf(parts: readonly Part[]): Promise<Blob> {
  const pieces: (Uint8Array<ArrayBuffer> | Blob)[] = [];
  for (const part of parts) {
    if (part instanceof Uint8Array) pieces.push(part);
    else if (part.blob !== null) pieces.push(part.blob);
    else for await (const chunk of part.chunks) pieces.push(new Uint8Array(chunk));
  }
  return new Blob(pieces);
}

function streamOf(
  parts: readonly Part[],
  { onError, release }: { readonly onError: (error: HiveInputError) => void; readonly release: () => void },
): ReadableStream<Uint8Array> {
  const chunks = chunksOf(parts);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          let chunk = await chunks.next();
          // An empty chunk says nothing, and some runtimes take it for the end.
          while (chunk.done !== true && chunk.value.byteLength === 0) chunk = await chunks.next();
          if (chunk.done === true) controller.close();
          else controller.enqueue(chunk.value);
        } catch (error) {
          if (error instanceof HiveInputError) onError(error);
          throw error;
        }
      },
      cancel: release,
    },
    { highWaterMark: 0 },
  );
}
