import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { decodeTask, HiveInputError, isHiveError } from "@hivekit/core";
import { readCallback } from "@hivekit/core/callback";
import type { TaskOutcome } from "./task-handlers.ts";

/** How a body is read. */
export type ReadBodyOptions = { readonly maxBodyBytes: number; readonly signal: AbortSignal };

/**
 * Reads what Hive posted, piece by piece.
 *
 * @throws HiveInputError if it has too many bytes; what is announced as too large is not read at all.
 * @throws HiveDecodeError if it is no task.
 * @throws HiveNetworkError if it breaks off.
 */
export async function readBody(request: IncomingMessage, options: ReadBodyOptions): Promise<TaskOutcome> {
  try {
    return { kind: "task", task: await readTask(request, options) };
  } catch (error) {
    // That a task failed is a result, too.
    if (isHiveError(error) && error.kind === "task") return { kind: "failure", error };
    throw error;
  }
}

async function readTask(request: IncomingMessage, options: ReadBodyOptions) {
  const { maxBodyBytes, signal } = options;
  // Where the app was put into a server of its own making, that may have read the body before Nest saw the request.
  if (request.readableEnded && "body" in request) return parsedTask(request.body, options);
  const actual = Number(request.headers["content-length"] ?? 0);
  if (actual > maxBodyBytes) {
    throw new HiveInputError(`The callback has more than ${maxBodyBytes} bytes.`, {
      limit: maxBodyBytes,
      actual,
      unit: "bytes",
    });
  }
  return readCallback(bytesOf(request), { maxBodyBytes, signal });
}

/** Parsers of raw bodies and of texts leave the JSON to others. */
async function parsedTask(body: unknown, options: ReadBodyOptions) {
  if (typeof body !== "string" && !(body instanceof Uint8Array)) return decodeTask(body);
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const pieces = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  return readCallback(pieces, options);
}

/** Not `Readable.toWeb`, which destroys the request, and the connection with it, when reading stops early: it has to be answered. */
function bytesOf(request: IncomingMessage): ReadableStream<Uint8Array> {
  const pieces = Readable.prototype.iterator.call(request, { destroyOnReturn: false });
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const piece = await pieces.next();
        if (piece.done === true) controller.close();
        else controller.enqueue(piece.value);
      },
      async cancel() {
        await pieces.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
