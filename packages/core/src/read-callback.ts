import { decodeTask } from "./decode-task.ts";
import { HiveInputError } from "./error/hive-input-error.ts";
import type { ReplyBody } from "./frames/reply-body.ts";
import type { Task } from "./result/task.ts";
import { readJson } from "./transport/read-json.ts";
import { openStoredBody } from "./transport/stored-body.ts";

/** The most bytes of a callback unless told otherwise: 256 MiB. The result of an hour of video has about 20 MB. */
const DEFAULT_MAX_BODY_BYTES = 256 * 1024 * 1024;

/** How the body of a callback is read. */
export type ReadCallbackOptions = {
  /**
   * The most bytes that are read.
   * @defaultValue 268 435 456 (256 MiB)
   */
  readonly maxBodyBytes?: number | undefined;
  /** Ends the reading; its reason is thrown as it is. */
  readonly signal?: AbortSignal | undefined;
};

/**
 * Reads what Hive posts to a callback address. Check the address first: see {@link verifyCallbackUrl}.
 *
 * Tolerant of what callbacks leave out (`code`, `user_id`, `created_on`) and add (`resent_on`). Correlate by `task.id` or
 * `task.metadata`; the same callback may come twice.
 *
 * @param body - The request, or its body.
 * @throws HiveInputError if it has more than `maxBodyBytes`, or no body; the rest is not read.
 * @throws HiveTaskError if the task failed: that is a result, too, so answer 2xx.
 * @throws HiveDecodeError if it is no JSON, or no task.
 *
 * Source: https://docs.thehive.ai/reference/submit-a-task-asynchronously (read 2026-11-24).
 */
export async function readCallback(
  body: Request | ReadableStream<Uint8Array>,
  options: ReadCallbackOptions = {},
): Promise<Task> {
  const { maxBodyBytes = DEFAULT_MAX_BODY_BYTES, signal } = options;
  if (body instanceof Request) refuseLength(Number(body.headers.get("content-length") ?? 0), maxBodyBytes);
  const stream = body instanceof Request ? body.body : body;
  if (stream === null || stream.locked) {
    throw new HiveInputError("The callback has no body, or its body is being read; give a fresh request.");
  }
  return decodeTask(await readJson(limited(openStoredBody(stream, { signals: [signal] }), maxBodyBytes)));
}

function limited(body: ReplyBody, maxBodyBytes: number): ReplyBody {
  let readBytes = 0;
  return {
    ...body,
    read: async () => {
      const piece = await body.read();
      readBytes += piece?.byteLength ?? 0;
      if (readBytes > maxBodyBytes) body.close();
      refuseLength(readBytes, maxBodyBytes);
      return piece;
    },
  };
}

function refuseLength(actual: number, limit: number): void {
  if (actual <= limit) return;
  throw new HiveInputError(
    `The callback has more than ${limit} bytes, which is the most that is read; answer 413, or raise maxBodyBytes.`,
    { limit, actual, unit: "bytes" },
  );
}
