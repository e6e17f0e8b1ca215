import { HiveInputError } from "./error/hive-input-error.ts";
import type { FrameLimits } from "./frames/frame-limits.ts";
import type { FrameStream } from "./frames/frame-stream.ts";
import { ReplyFrameStream } from "./frames/reply-frame-stream.ts";
import { anyReply } from "./protocol/reply/any-reply.ts";
import { limit } from "./check-options.ts";
import { problemOf } from "./submission/check-shape.ts";
import { openStoredBody } from "./transport/stored-body.ts";

/** How a reply that was kept is read. */
export type ReadFramesOptions = {
  /** How much of the reply is held at a time. */
  readonly limits?: FrameLimits | undefined;
  /** Ends the reading; its reason is thrown as it is. */
  readonly signal?: AbortSignal | undefined;
};

/**
 * Reads the frames of a reply that was kept elsewhere, or that your own `fetch` is receiving, of any generation of the API.
 *
 * @param body - The bytes of the reply, or a response with them. It is read once; nothing is read before a frame or the summary is
 * asked for.
 * @returns the frames, for one consumer, in the memory of one piece of the reply. All errors arrive there.
 * @throws HiveInputError at the first frame, if a limit is unknown or no whole number from 1; if the body is locked or no stream; a response that is not 2xx is one, too.
 * @throws HiveDecodeError if a limit is passed, after the frames that were whole; the body is cancelled.
 *
 * @example
 * ```ts
 * import { readFrames } from "@hivekit/core";
 *
 * const kept = '{"task_id":"1","model":"hive/visual-moderation","output":[{"classes":[{"class":"text","value":0.5}]}]}';
 * for await (const frame of readFrames(new Response(kept))) console.log(frame.classes);
 * ```
 */
export function readFrames(
  body: ReadableStream<Uint8Array> | Response,
  options: ReadFramesOptions = {},
): FrameStream {
  return new ReplyFrameStream({
    format: anyReply,
    limits: options.limits,
    after: () => "none",
    open: async (signal) => {
      checkLimits(options.limits);
      return openStoredBody(streamOf(body), { signals: [options.signal, signal] });
    },
  });
}

function checkLimits(limits: FrameLimits | undefined): void {
  const problem =
    limits === undefined ? null : problemOf({ frameCharacters: limit, envelopeCharacters: limit }, limits);
  if (problem !== null) {
    throw new HiveInputError(`The option limits.${problem.property} ${problem.words}.`);
  }
}

function streamOf(body: unknown): ReadableStream<Uint8Array> {
  const stream: unknown = body instanceof Response ? okBodyOf(body) : body;
  if (!(stream instanceof ReadableStream)) {
    throw new HiveInputError(
      "The reply is no ReadableStream or Response with a body; give the bytes of a reply.",
    );
  }
  if (stream.locked) {
    throw new HiveInputError("The reply was read or is being read; give a fresh stream.");
  }
  return stream;
}

function okBodyOf(response: Response): ReadableStream<Uint8Array> | null {
  if (response.ok) return response.body;
  throw new HiveInputError(
    `The response has the status ${response.status}, so its body is no reply with frames; look at the response before you read it.`,
  );
}
