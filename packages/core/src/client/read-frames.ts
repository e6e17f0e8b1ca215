import type { FrameLimits } from "../frames/frame-reader.ts";
import type { FrameStream } from "../frames/frame-stream.ts";
import { ReplyFrameStream } from "../frames/reply-frame-stream.ts";
import { abortSignal, checkOptions } from "../options/check-options.ts";
import { anyGeneration } from "../protocol/reply/any-generation.ts";
import { findBody } from "../transport/find-body.ts";
import { openStreamBody } from "../transport/stream-body.ts";
import { frameLimits } from "./option-checks.ts";

/** The options of {@link readFrames}. */
export type ReadFramesOptions = {
  /** The memory limits. */
  readonly limits?: FrameLimits | undefined;
  /** Aborts reading; the stream then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
};

const EXPECTED =
  "readFrames() accepts a Response, a stream of bytes, bytes or a string (for parsed JSON, use decodeTask)";

/**
 * Streams the frames of a stored response, or of a response to your own `fetch`, of any API generation.
 *
 * @param body - A response, a stream or an async iterable of bytes (such as a file stream of Node), bytes, or a string.
 * Reading starts when a frame or the summary is requested. A stream is read only once.
 * @returns a stream for one consumer, which holds one chunk in memory and throws all errors.
 * @throws HiveConfigError when the first frame is requested, if an option is unknown or invalid.
 * @throws HiveInputError when the first frame is requested, if the body is none of these or was already read, or if the
 * response's status is not 2xx. For parsed JSON, use {@link decodeTask}.
 * @throws HiveDecodeError if a limit is exceeded, after all complete frames have been delivered. The body is cancelled.
 *
 * @example
 * ```ts
 * import { readFrames } from "@hivekit/core";
 *
 * const stored = '{"task_id":"1","model":"hive/visual-moderation","output":[{"classes":[{"class":"text","value":0.5}]}]}';
 * for await (const frame of readFrames(new Response(stored))) console.log(frame.classes);
 * ```
 */
export function readFrames(
  body: Response | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | Uint8Array | ArrayBuffer | string,
  options: ReadFramesOptions = {},
): FrameStream {
  // The stream throws all errors. Until it checks the options, they may be anything.
  const { limits, signal: callerSignal }: ReadFramesOptions = { ...options };
  return new ReplyFrameStream({
    format: anyGeneration,
    limits,
    after: () => "none",
    open: async (signal) => {
      checkOptions<ReadFramesOptions>(options, { limits: frameLimits, signal: abortSignal }, "readFrames");
      return openStreamBody(findBody(body).body, { signals: [callerSignal, signal], expected: EXPECTED });
    },
  });
}
