import type { Frame } from "../result/frame.ts";
import type { TaskSummary } from "../result/task.ts";

/**
 * The frames of one reply, for one consumer.
 *
 * The request starts at the first `next()` or {@link FrameStream.summary}, not before. Frames come in Hive's order, by time, and as
 * their bytes arrive. `break`, {@link FrameStream.cancel} and `await using` close the connection at once; that does not undo a charge.
 * All errors arrive at `next()` or `summary()`: a body that is cut short fails the stream after the frames that were whole. A frame
 * that cannot be read is the last one, and fails the stream at the end of the reply: Hive's own word on a failure goes before it.
 */
export interface FrameStream extends AsyncIterable<Frame> {
  /** The iterator. There is one: a second one fails at its first `next()` with a {@link HiveClosedError}. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Frame, undefined>;

  /**
   * Reads to the end, drops the frames that nobody took, and tells what the reply says beside them.
   * After it, an iterator that has not seen all frames fails with a {@link HiveClosedError}.
   *
   * @throws HiveClosedError if the stream was closed before its end.
   * @throws HiveTaskError if the reply says that the task failed.
   */
  summary(): Promise<TaskSummary>;

  /** Closes the connection at once. What is asked of the stream afterwards is a {@link HiveClosedError} with `reason` as cause. */
  cancel(reason?: unknown): void;

  /** Closes the connection if the stream has not come to its end. */
  [Symbol.asyncDispose](): Promise<void>;
}
