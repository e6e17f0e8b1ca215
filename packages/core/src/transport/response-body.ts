import { HiveDecodeError } from "../error/hive-decode-error.ts";
import { HiveTimeoutError } from "../error/hive-timeout-error.ts";
import type { ReplyBody } from "../frames/reply-source.ts";
import { isObject } from "../value/is-object.ts";
import type { CallScope } from "./call-scope.ts";
import { toHiveError } from "./network-error.ts";
import { nextTask } from "../value/next-task.ts";
import { userAgent } from "./runtime.ts";

/** The options of a response body. */
export type ResponseBodyOptions = {
  readonly scope: CallScope;
  /** The maximum time between two chunks, in milliseconds, measured while a read is pending. */
  readonly idleTimeoutMs: number;
  /** The origin of the base URL, for messages. */
  readonly origin: string;
  /** Values that must not appear in errors, in case Hive echoes them. */
  readonly secrets: readonly string[];
  /** Whether the first chunk lifts the deadline. */
  readonly liftsDeadline: boolean;
};

/** The size of the buffers that Deno reads into, larger than most responses for an image: 16 KiB. */
const BUFFER_BYTES = 16 * 1024;

/** Reads the chunks of a body. */
type ChunkReader = Pick<ReadableStreamDefaultReader<Uint8Array>, "read" | "cancel">;

/**
 * Returns a reader of the body; `null` if there is no body, or if it cannot be read, because a custom `fetch` has already
 * read it or does not follow the standard.
 */
export function takeReader(response: Response): ChunkReader | null {
  try {
    const { bodyUsed, body } = response;
    if (bodyUsed || body === null) return null;
    return openBufferReader(body) ?? body.getReader();
  } catch {
    return null;
  }
}

/**
 * In Deno, each read of a default reader clears a buffer of 64 KiB, which takes longer than the rest of a call. Returns
 * `null` in other runtimes, and for a custom `fetch` whose body does not support this.
 */
function openBufferReader(body: ReadableStream<Uint8Array>): ChunkReader | null {
  if (!userAgent().startsWith("Deno")) return null;
  try {
    const reader = body.getReader({ mode: "byob" });
    return {
      read: async () => reader.read(new Uint8Array(BUFFER_BYTES)),
      cancel: async () => reader.cancel(),
    };
  } catch {
    return null;
  }
}

/** Cancels a body that nobody will read. */
export function discardBody(response: Response): void {
  void takeReader(response)
    ?.cancel()
    .catch(() => {});
}

/**
 * Checks that a custom `fetch` returned an object.
 *
 * @throws HiveDecodeError for any other value, such as `undefined` if the function forgets to return the response.
 */
export function requireResponse(response: Response): Response {
  if (isObject(response)) return response;
  throw unreadable();
}

/**
 * Reads the body of a response chunk by chunk. Closes the scope at the end.
 *
 * @throws HiveDecodeError if the response of a custom `fetch` has a body that cannot be read.
 */
export function openResponseBody(response: Response, options: ResponseBodyOptions): ReplyBody {
  const { scope, idleTimeoutMs, origin } = options;
  const reader = takeReader(response);
  if (reader === null && response.body !== null) throw unreadable();
  /** Set by the first chunk; from then on, the idle timeout applies. */
  let hasBegun = false;
  /** Set once the body has ended, failed or been closed. */
  let isOver = false;

  const close = (): void => {
    if (isOver) return;
    isOver = true;
    void reader?.cancel().catch(() => {});
    // Some runtimes keep the connection open until the request itself is aborted.
    scope.abort(undefined);
    scope.close();
  };

  const onIdle = (): void => {
    const message = `${origin} sent nothing for ${idleTimeoutMs} ms, so the response is incomplete; raise idleTimeoutMs if it is only slow.`;
    scope.abort(new HiveTimeoutError(message, { limit: "idle", timeoutMs: idleTimeoutMs }));
  };

  const read = async (): Promise<Uint8Array | null> => {
    if (reader === null || isOver) {
      close();
      return null;
    }
    const timer = hasBegun ? setTimeout(onIdle, idleTimeoutMs) : undefined;
    try {
      const chunk = await scope.race(readFilled(reader));
      if (chunk.done) {
        isOver = true;
        scope.close();
        return null;
      }
      if (!hasBegun && options.liftsDeadline) scope.liftDeadline();
      hasBegun = true;
      return chunk.value;
    } catch (error) {
      const reason: unknown =
        scope.signal.aborted || error instanceof HiveDecodeError
          ? error
          : toHiveError(error, { ...options, mayBeBilled: scope.mayBeBilled });
      close();
      throw reason;
    } finally {
      clearTimeout(timer);
    }
  };

  return { secrets: options.secrets, signal: scope.signal, read, close };
}

/**
 * Skips empty chunks. They are no progress, so they do not restart the idle timeout.
 *
 * @throws HiveDecodeError for a chunk of another type.
 */
async function readFilled(reader: ChunkReader): Promise<Awaited<ReturnType<ChunkReader["read"]>>> {
  for (;;) {
    const chunk = await reader.read();
    if (chunk.done) return chunk;
    if (!ArrayBuffer.isView(chunk.value)) throw unreadable();
    if (chunk.value.byteLength > 0) return chunk;
    // Without this, a custom `fetch` with endless empty chunks would stop all timers.
    await nextTask();
  }
}

function unreadable(): HiveDecodeError {
  return new HiveDecodeError(
    "The fetch option must return a Response with an unread ReadableStream of bytes; the request may still be billed.",
    { byteOffset: 0 },
  );
}
