import type { FrameStream } from "@hivekit/core";

/** Receives the events of a stream. */
export type FrameStreamWatcher = {
  /** Called once, when the first frame or the summary is requested. */
  readonly onStart: () => void;
  /** Called for each frame and for the summary. */
  readonly onSuccess: () => void;
  /** Called when the stream fails. The reader also receives the error. */
  readonly onError: (error: unknown) => void;
  /** Called when the stream ends, fails or is closed. May be called more than once. */
  readonly onEnd: () => void;
};

/** Wraps a stream so that its events are reported. A stream that is never read never starts. */
export function watchFrameStream(stream: FrameStream, watcher: FrameStreamWatcher): FrameStream {
  let hasStarted = false;
  const watch = async <Value>(
    action: () => Promise<Value>,
    isLast: (value: Value) => boolean,
  ): Promise<Value> => {
    if (!hasStarted) watcher.onStart();
    hasStarted = true;
    try {
      const value = await action();
      watcher.onSuccess();
      if (isLast(value)) watcher.onEnd();
      return value;
    } catch (error) {
      watcher.onError(error);
      watcher.onEnd();
      throw error;
    }
  };
  return {
    [Symbol.asyncIterator]: () => {
      const frames = stream[Symbol.asyncIterator]();
      const iterator: ReturnType<FrameStream[typeof Symbol.asyncIterator]> = {
        next: () =>
          watch(
            () => frames.next(),
            ({ done }) => done === true,
          ),
        return: async () => {
          watcher.onEnd();
          return (await frames.return?.()) ?? { done: true, value: undefined };
        },
        [Symbol.asyncIterator]: () => iterator,
      };
      return iterator;
    },
    summary: () =>
      watch(
        () => stream.summary(),
        () => true,
      ),
    cancel: (reason) => {
      stream.cancel(reason);
      watcher.onEnd();
    },
    [Symbol.asyncDispose]: async () => {
      await stream[Symbol.asyncDispose]();
      watcher.onEnd();
    },
  };
}
