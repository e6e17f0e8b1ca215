import type { ReplyFormat } from "../protocol/reply/reply-format.ts";
import type { TaskSummary } from "../result/task.ts";
import type { FrameLimits } from "./frame-reader.ts";

/** The body of a 2xx response, read while it arrives. It throws only Hivekit errors and abort reasons. */
export interface ReplyBody {
  /** Values that must not appear in errors, in case Hive echoes them. */
  readonly secrets: readonly string[];
  /** Aborted by the caller or a timeout. Checked between two slices of a chunk. */
  readonly signal: AbortSignal;
  /** Reads the next chunk; `null` at the end. Rejects with a Hivekit error or an abort reason. */
  read(): Promise<Uint8Array | null>;
  /** Closes the connection if it is open. Never throws; may be called repeatedly. */
  close(): void;
}

/** A response that was read to its end, without its frames. */
export type ReadReply = {
  /** The response with empty arrays in place of its frames. */
  readonly envelope: unknown;
  /** The number of frames in the result that has the most. */
  readonly frameCount: number;
  /** Values that must not appear in errors, in case Hive echoes them. */
  readonly secrets: readonly string[];
};

/** The next request after a response: none, the next page, or the same one again, because there was no result yet. */
export type NextReply = "none" | "page" | "again";

/** The outcome of a stream: its summary, or an error if it failed or was closed. */
export type StreamEnding = { readonly summary: TaskSummary } | { readonly error: unknown };

/** The source of a stream: one response, or several in sequence. */
export interface ReplySource {
  readonly format: ReplyFormat;
  /** The memory limits. */
  readonly limits?: FrameLimits | undefined;
  /**
   * Sends the next request, after a pause if one is needed. Called when the consumer requests a frame or the summary.
   */
  open(signal: AbortSignal): Promise<ReplyBody>;
  /**
   * Determines the next request after a response.
   * @throws HiveTaskError if the response reports a failure.
   */
  after(reply: ReadReply): NextReply;
  /**
   * Called when a body fails before its first frame. If this method returns, the request is retried. If it is missing
   * or throws, the stream fails.
   * @throws the error, if a retry cannot help.
   */
  fail?(error: unknown): void;
  /** Called when the first frame arrives. */
  onFirstFrame?(): void;
  /**
   * Called when no further request will follow, possibly repeatedly. The first call has the outcome.
   *
   * @param frameCount - The number of frames of all results so far.
   */
  close?(ending: StreamEnding, frameCount: number): void;
}
