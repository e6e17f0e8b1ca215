import { HiveInputError } from "../error/hive-input-error.ts";
import type { ReplyBody } from "../frames/reply-source.ts";
import { abortSignal, checkOptions, wholeNumber } from "../options/check-options.ts";
import { decodeTask } from "../protocol/decode-task.ts";
import type { Task } from "../result/task.ts";
import { readJson } from "../transport/read-json.ts";
import { openStreamBody } from "../transport/stream-body.ts";

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

/**
 * Reads the body of a callback. Verify its URL first with {@link verifyCallbackUrl}.
 *
 * Accepts callbacks without `code`, `user_id` and `created_on`, and with `resent_on`. Correlate them by `task.id` or
 * `task.metadata`. Hive may deliver a callback more than once.
 *
 * @param body - The request, or its body.
 * @throws HiveConfigError if an option is unknown or invalid.
 * @throws HiveInputError if there is no body, it is neither a request nor a stream, or it exceeds `maxBodyBytes`; the
 * rest is not read.
 * @throws HiveTaskError if the task failed. The callback was still delivered, so respond with 2xx.
 * @throws HiveDecodeError if the body is not JSON or contains no task.
 *
 * Source: https://docs.thehive.ai/reference/submit-a-task-asynchronously (read 2026-11-24).
 */
export async function readCallback(
  body: Request | ReadableStream<Uint8Array>,
  options: ReadCallbackOptions = {},
): Promise<Task> {
  checkOptions<ReadCallbackOptions>(
    options,
    { maxBodyBytes: wholeNumber(1), signal: abortSignal },
    "readCallback",
  );
  const { maxBodyBytes = DEFAULT_MAX_BODY_BYTES, signal } = options;
  if (body instanceof Request) checkLength(Number(body.headers.get("content-length") ?? 0), maxBodyBytes);
  const stream = body instanceof Request ? body.body : body;
  if (stream !== null && !("getReader" in Object(stream))) {
    throw new HiveInputError("readCallback() accepts a Request, or its body as a ReadableStream.");
  }
  if (stream === null || stream.locked) {
    throw new HiveInputError("The callback has no body, or it was already read; pass a new request.");
  }
  return decodeTask(await readJson(limitBody(openStreamBody(stream, { signals: [signal] }), maxBodyBytes)));
}

function limitBody(body: ReplyBody, maxBodyBytes: number): ReplyBody {
  let readBytes = 0;
  return {
    ...body,
    read: async () => {
      const chunk = await body.read();
      readBytes += chunk?.byteLength ?? 0;
      if (readBytes > maxBodyBytes) body.close();
      checkLength(readBytes, maxBodyBytes);
      return chunk;
    },
  };
}

function checkLength(actual: number, limit: number): void {
  if (actual <= limit) return;
  throw new HiveInputError(`The callback exceeds ${limit} bytes; respond with 413, or raise maxBodyBytes.`, {
    limit,
    actual,
    unit: "bytes",
  });
}
