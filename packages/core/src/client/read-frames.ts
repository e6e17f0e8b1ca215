import { HiveInputError } from "../error/hive-input-error.ts";
import type { FrameLimits } from "../frames/frame-reader.ts";
import type { FrameStream } from "../frames/frame-stream.ts";
import { ReplyFrameStream } from "../frames/reply-frame-stream.ts";
import { abortSignal, checkOptions } from "../options/check-options.ts";
import { anyGeneration } from "../protocol/reply/any-generation.ts";
import { openStreamBody } from "../transport/stream-body.ts";
import { frameLimits } from "./option-checks.ts";

/** The options of {@link readFrames}. */
export type ReadFramesOptions = {
  /** The memory limits. */
  readonly limits?: FrameLimits | undefined;
  /** Aborts reading; the stream then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
};

/**
 * Streams the frames of a stored response, or of a response to your own `fetch`, of any API generation.
 *
 * @param body - A stream of bytes, or a response. Reading starts when a frame or the summary is requested. The body is
 * read only once.
 * @returns a stream for one consumer, which holds one chunk in memory and throws all errors.
 * @throws HiveConfigError when the first frame is requested, if an option is unknown or invalid.
 * @throws HiveInputError when the first frame is requested, if the body is not a stream or is locked, or if the
 * response's status is not 2xx.
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
  body: ReadableStream<Uint8Array> | Response,
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
      return openStreamBody(getStream(body), { signals: [callerSignal, signal] });
    },
  });
}

function getStream(body: unknown): ReadableStream<Uint8Array> {
  const stream: unknown = body instanceof Response ? getBody(body) : body;
  if (!(stream instanceof ReadableStream)) {
    throw new HiveInputError("The body must be a ReadableStream, or a Response with a body.");
  }
  if (stream.locked) {
    throw new HiveInputError("The body is locked or was already read; pass a new stream.");
  }
  return stream;
}

function getBody(response: Response): ReadableStream<Uint8Array> | null {
  if (response.ok) return response.body;
  throw new HiveInputError(
    `The response has status ${response.status}, so it contains no frames; check response.ok first.`,
  );
}
