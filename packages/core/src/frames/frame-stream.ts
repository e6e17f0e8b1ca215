import type { Frame } from "../result/frame.ts";
import type { TaskSummary } from "../result/task.ts";

/**
 * A stream of the frames of one response, for one consumer.
 *
 * The request starts with the first `next()` or {@link FrameStream.summary}. A frame is delivered as soon as its bytes
 * arrive. The frames are in Hive's order, by time. `break`, {@link FrameStream.cancel} and `await using` close the
 * connection immediately. The submission may still be billed.
 *
 * `next()` and `summary()` throw all errors. If the body is cut off, the stream delivers the complete frames and then
 * fails. It does not deliver a malformed frame or any frame after it. In that case, it fails at the end of the
 * response, and a failure that Hive reports there takes precedence.
 */
export interface FrameStream extends AsyncIterable<Frame> {
  /**
   * Returns the iterator. There is only one: the first `next()` of a second iterator throws a {@link HiveClosedError}.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<Frame, undefined>;

  /**
   * Reads to the end, dropping the remaining frames, and returns everything in the response except the frames.
   * Afterwards, an iterator that has not received all frames throws a {@link HiveClosedError}.
   *
   * @throws HiveClosedError if the stream was closed before its end.
   * @throws HiveTaskError if the response reports that the task failed.
   */
  summary(): Promise<TaskSummary>;

  /** Closes the connection immediately. Later calls throw a {@link HiveClosedError} with `reason` as its cause. */
  cancel(reason?: unknown): void;

  /** Closes the connection, unless the stream has ended. */
  [Symbol.asyncDispose](): Promise<void>;
}
