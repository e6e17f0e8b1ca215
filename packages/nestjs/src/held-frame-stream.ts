import type { FrameStream } from "@hivekit/core";

/** What is told of a stream's life. */
export type StreamWatch = {
  /** The first frame, or the summary, was asked for. Called once. */
  readonly onStart: () => void;
  /** Frames, or the summary, came. */
  readonly onSuccess: () => void;
  /** It failed; its reader is told, too. */
  readonly onError: (error: unknown) => void;
  /** It came to its end, failed or was closed. May be called more than once. */
  readonly onEnd: () => void;
};

/** Passes a stream on, and tells when it begins and ends: one that nobody reads never begins. */
export function holdStream(stream: FrameStream, watch: StreamWatch): FrameStream {
  let hasStarted = false;
  const follow = async <Value>(
    action: () => Promise<Value>,
    isLast: (value: Value) => boolean,
  ): Promise<Value> => {
    if (!hasStarted) watch.onStart();
    hasStarted = true;
    try {
      const value = await action();
      watch.onSuccess();
      if (isLast(value)) watch.onEnd();
      return value;
    } catch (error) {
      watch.onError(error);
      watch.onEnd();
      throw error;
    }
  };
  const cancel = (reason?: unknown): void => {
    stream.cancel(reason);
    watch.onEnd();
  };
  return {
    [Symbol.asyncIterator]: () => {
      const frames = stream[Symbol.asyncIterator]();
      const iterator: ReturnType<FrameStream[typeof Symbol.asyncIterator]> = {
        next: () =>
          follow(
            () => frames.next(),
            ({ done }) => done === true,
          ),
        return: async () => {
          watch.onEnd();
          return (await frames.return?.()) ?? { done: true, value: undefined };
        },
        [Symbol.asyncIterator]: () => iterator,
      };
      return iterator;
    },
    summary: () =>
      follow(
        () => stream.summary(),
        () => true,
      ),
    cancel,
    [Symbol.asyncDispose]: async () => {
      await stream[Symbol.asyncDispose]();
      watch.onEnd();
    },
  };
}
