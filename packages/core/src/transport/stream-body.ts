import { copyCause } from "../error/copy-cause.ts";
import { HiveNetworkError } from "../error/hive-network-error.ts";
import type { ReplyBody } from "../frames/reply-source.ts";
import { linkSignals, raceSignal } from "./call-scope.ts";

/** Reads a stream that the caller opened, as the body of a response. */
export function openStreamBody(
  stream: ReadableStream<Uint8Array>,
  options: { readonly signals: readonly (AbortSignal | undefined)[] },
): ReplyBody {
  const reader = stream.getReader();
  const controller = new AbortController();
  const unlink = linkSignals(options.signals, (reason) => controller.abort(reason));
  /** Set once the body has ended, failed or been closed. */
  let isOver = false;

  const close = (): void => {
    if (isOver) return;
    isOver = true;
    unlink();
    void reader.cancel().catch(() => {});
  };

  const read = async (): Promise<Uint8Array | null> => {
    if (isOver) return null;
    try {
      const chunk = await raceSignal(controller.signal, reader.read());
      if (!chunk.done) return chunk.value;
      isOver = true;
      unlink();
      return null;
    } catch (cause) {
      close();
      if (controller.signal.aborted) throw cause;
      throw new HiveNetworkError("The stream failed before its end; see the cause.", {
        isRetryable: false,
        code: null,
        cause: copyCause(cause),
      });
    }
  };

  return { secrets: [], signal: controller.signal, read, close };
}
