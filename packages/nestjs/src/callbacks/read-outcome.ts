import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { decodeTask, HiveInputError, isHiveError } from "@hivekit/core";
import type { Task } from "@hivekit/core";
import { readCallback } from "@hivekit/core/callback";
import type { TaskOutcome } from "./task-outcome.ts";

/** How a body is read. */
export type ReadOptions = { readonly maxBodyBytes: number; readonly signal: AbortSignal };

/**
 * Reads the outcome that Hive posted, chunk by chunk.
 *
 * @throws HiveInputError if the body is too large. A body whose `content-length` is too large is not read at all.
 * @throws HiveDecodeError if the body is not a task.
 * @throws HiveNetworkError if the body is cut off.
 */
export async function readOutcome(request: IncomingMessage, options: ReadOptions): Promise<TaskOutcome> {
  try {
    return { kind: "task", task: await readTask(request, options) };
  } catch (error) {
    // A failed task is an outcome, not an error.
    if (isHiveError(error) && error.kind === "task") return { kind: "failure", error };
    throw error;
  }
}

async function readTask(request: IncomingMessage, options: ReadOptions): Promise<Task> {
  const { maxBodyBytes, signal } = options;
  // If the app runs inside another server, that server may have read the body before Nest received the request.
  if (request.readableEnded && "body" in request) return readParsedBody(request.body, options);
  const actual = Number(request.headers["content-length"] ?? 0);
  if (actual > maxBodyBytes) {
    throw new HiveInputError(
      `The callback has ${actual} bytes; the limit is ${maxBodyBytes} (maxBodyBytes).`,
      {
        limit: maxBodyBytes,
        actual,
        unit: "bytes",
      },
    );
  }
  return readCallback(toWebStream(request), { maxBodyBytes, signal });
}

/** Reads a body that another parser has consumed. Raw and text parsers leave the JSON unparsed. */
async function readParsedBody(body: unknown, options: ReadOptions): Promise<Task> {
  if (typeof body !== "string" && !(body instanceof Uint8Array)) return decodeTask(body);
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  return readCallback(stream, options);
}

/**
 * Converts a request into a web stream. `Readable.toWeb` would destroy the request when reading stops early, and with
 * it the connection that the response still needs.
 */
function toWebStream(request: IncomingMessage): ReadableStream<Uint8Array> {
  const chunks = Readable.prototype.iterator.call(request, { destroyOnReturn: false });
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = await chunks.next();
        if (chunk.done === true) controller.close();
        else controller.enqueue(chunk.value);
      },
      async cancel() {
        await chunks.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
