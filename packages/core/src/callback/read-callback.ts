import { HiveDecodeError } from "../error/hive-decode-error.ts";
import { HiveInputError } from "../error/hive-input-error.ts";
import type { ReplyBody } from "../frames/reply-source.ts";
import { abortSignal, checkOptions, wholeNumber } from "../options/check-options.ts";
import { decodeTask } from "../protocol/decode-task.ts";
import type { Task } from "../result/task.ts";
import { findBody } from "../transport/find-body.ts";
import { MAX_TEXT_BYTES, parseJson, readJson } from "../transport/read-json.ts";
import { openStreamBody, toBytes } from "../transport/stream-body.ts";
import { isPlainObject } from "../value/is-object.ts";

/** The default limit: 256 MiB. The result of one hour of video is about 20 MB. */
const DEFAULT_MAX_BODY_BYTES = 256 * 1024 * 1024;

/** The options of {@link readCallback}. */
export type ReadCallbackOptions = {
  /**
   * The maximum size of the body in bytes, a whole number of at least 1.
   * @defaultValue 268 435 456 (256 MiB)
   */
  readonly maxBodyBytes?: number | undefined;
  /** Aborts reading; the signal's reason is thrown. */
  readonly signal?: AbortSignal | undefined;
};

/** The size of a block of memory for a body: 1 MiB. */
const BLOCK_BYTES = 1024 * 1024;
const EXPECTED =
  "readCallback() accepts a Request, a Response, Node's request, a stream of bytes, bytes, a string or parsed JSON";

/**
 * Reads the body of a callback. Verify its URL first with {@link verifyCallbackUrl}.
 *
 * Accepts callbacks without `code`, `user_id` and `created_on`, and with `resent_on`. Correlate them by `task.id` or
 * `task.metadata`. Hive may deliver a callback more than once.
 *
 * @param body - A `Request`, a `Response`, or Node's request (`IncomingMessage`), even if a body parser, such as that
 * of Express, has already read it. Or the body itself: a stream, bytes, a string, or the object that a body parser
 * returned.
 * @throws HiveConfigError if an option is unknown or invalid.
 * @throws HiveInputError if there is no body, it was already read, or it is none of these. If it exceeds
 * `maxBodyBytes`, the error has a `limit`, and the rest is not read: respond with 413. Node's request stays open for
 * that.
 * @throws HiveTaskError if the task failed. The callback was still delivered, so respond with 2xx.
 * @throws HiveDecodeError if the body is not JSON or contains no task: respond with 400.
 * @throws HiveNetworkError if the body is cut off.
 *
 * Source: https://docs.thehive.ai/reference/submit-a-task-asynchronously (read 2026-11-24).
 */
export async function readCallback(
  body:
    | Request
    | Response
    | ReadableStream<Uint8Array>
    | AsyncIterable<Uint8Array>
    | Uint8Array
    | ArrayBuffer
    | string
    | { readonly [key: string]: unknown },
  options: ReadCallbackOptions = {},
): Promise<Task> {
  checkOptions<ReadCallbackOptions>(
    options,
    { maxBodyBytes: wholeNumber(1), signal: abortSignal },
    "readCallback",
  );
  try {
    return decodeTask(await readBody(body, options));
  } catch (error) {
    throw error instanceof HiveDecodeError ? describeCallback(error) : error;
  }
}

async function readBody(source: unknown, options: ReadCallbackOptions): Promise<unknown> {
  const { maxBodyBytes = DEFAULT_MAX_BODY_BYTES, signal } = options;
  const limit = Math.min(maxBodyBytes, MAX_TEXT_BYTES);
  const { body, lengthBytes } = findBody(source);
  checkLength(lengthBytes, limit);
  if (isPlainObject(body) || Array.isArray(body)) return body;
  if (typeof body === "string") {
    // A string never has more UTF-16 units than bytes.
    checkLength(body.length, limit);
    const bytes = countBytes(body);
    checkLength(bytes, limit);
    return parseJson(body, bytes);
  }
  checkLength(toBytes(body)?.byteLength ?? 0, limit);
  const stream = openStreamBody(body, { signals: [signal], expected: EXPECTED });
  return readJson(toBytes(body) === null ? await collectBody(stream, limit) : stream);
}

/**
 * Reads a body to its end before any of it is decoded. Chunks are copied, so that a body up to the limit takes no more
 * memory than its size, however small its chunks are.
 *
 * @returns the same body, whose memory is freed as it is read.
 */
async function collectBody(body: ReplyBody, limit: number): Promise<ReplyBody> {
  const blocks: Uint8Array[] = [];
  let totalBytes = 0;
  for (let chunk = await body.read(); chunk !== null; chunk = await body.read()) {
    const isTooLong = totalBytes + chunk.byteLength > limit;
    if (isTooLong) body.close();
    checkLength(totalBytes + chunk.byteLength, limit);
    for (let offset = 0; offset < chunk.byteLength;) {
      const used = totalBytes % BLOCK_BYTES;
      if (used === 0) blocks.push(new Uint8Array(BLOCK_BYTES));
      const part = chunk.subarray(offset, offset + BLOCK_BYTES - used);
      blocks.at(-1)?.set(part, used);
      offset += part.byteLength;
      totalBytes += part.byteLength;
    }
  }
  let unreadBytes = totalBytes;
  return {
    ...body,
    read: async () => {
      const block = blocks.shift()?.subarray(0, unreadBytes) ?? null;
      unreadBytes -= BLOCK_BYTES;
      return block;
    },
  };
}

/** Counts the bytes of a string in UTF-8, without encoding it. */
function countBytes(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // Each half of a surrogate pair takes two of its four bytes.
    if (unit >= 0x80) bytes += unit < 0x800 || (unit & 0xf800) === 0xd800 ? 1 : 2;
  }
  return bytes;
}

function checkLength(actual: number, limit: number): void {
  if (actual <= limit) return;
  throw new HiveInputError(`The callback exceeds ${limit} bytes; respond with 413, or raise maxBodyBytes.`, {
    limit,
    actual,
    unit: "bytes",
  });
}

/** Adapts the message of the decoder, which is about a response. */
function describeCallback({ message, paths, byteOffset }: HiveDecodeError): HiveDecodeError {
  const adapted = message
    .replace(/^(?:Hive's|The) response/, "The callback")
    .replace("check baseUrl", "respond with 400");
  return new HiveDecodeError(adapted, { paths, byteOffset });
}
