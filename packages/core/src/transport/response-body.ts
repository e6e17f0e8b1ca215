import { HiveTimeoutError } from "../error/hive-timeout-error.ts";
import type { ReplyBody } from "../frames/reply-body.ts";
import type { CallScope } from "./call-scope.ts";
import { whileAlive } from "./call-scope.ts";
import { toHiveError } from "./network-error.ts";

/** How the body of a response is read. */
export type ResponseBodyOptions = {
  readonly scope: CallScope;
  /** The longest pause between two pieces, in milliseconds, counted while a read is pending. */
  readonly idleTimeoutMs: number;
  /** Of the API, for messages. */
  readonly origin: string;
  /** What must not appear in an error, should Hive repeat it. */
  readonly secrets: readonly string[];
  /** Called when the first piece is there. */
  readonly onFirstPiece: () => void;
};

/** Reads a response's body piece by piece; closes the scope when it is over. */
export function openResponseBody(response: Response, options: ResponseBodyOptions): ReplyBody {
  const { scope, origin } = options;
  const reader = response.body?.getReader();
  /** Set by the first piece: from then on the idle limit counts. */
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

  const read = async (): Promise<Uint8Array | null> => {
    if (reader === undefined) close();
    if (reader === undefined || isOver) return null;
    const timer = hasBegun ? watchIdle(options) : undefined;
    try {
      const piece = await whileAlive(scope.signal, reader.read());
      if (piece.done) {
        isOver = true;
        scope.close();
        return null;
      }
      if (!hasBegun) options.onFirstPiece();
      hasBegun = true;
      return piece.value;
    } catch (error) {
      const reason: unknown = scope.signal.aborted ? error : toHiveError(error, origin);
      close();
      throw reason;
    } finally {
      clearTimeout(timer);
    }
  };

  return { secrets: options.secrets, signal: scope.signal, read, close };
}

function watchIdle(options: ResponseBodyOptions): ReturnType<typeof setTimeout> {
  const { scope, idleTimeoutMs, origin } = options;
  return setTimeout(() => {
    scope.abort(
      new HiveTimeoutError(
        `${origin} sent nothing for ${idleTimeoutMs} ms within its reply; the frames before that are whole, the rest is missing.`,
        { limit: "idle", timeoutMs: idleTimeoutMs },
      ),
    );
  }, idleTimeoutMs);
}
