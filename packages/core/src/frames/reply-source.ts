import type { ReplyFormat } from "../protocol/reply/reply-format.ts";
import type { FrameLimits } from "./frame-limits.ts";
import type { ReplyBody } from "./reply-body.ts";

/** A reply that has been read to its end, its frames taken out. */
export type ReadReply = {
  /** The reply with empty arrays where its frames were. */
  readonly envelope: unknown;
  /** How many frames it had, of the result that had most. */
  readonly frameCount: number;
  /** What must not appear in an error, should Hive repeat it. */
  readonly secrets: readonly string[];
};

/** What follows a reply: nothing; the next page; the same again, because it told of no result yet. */
export type NextReply = "none" | "page" | "again";

/** Where a stream's frames come from: one reply, or several that follow each other. */
export interface ReplySource {
  readonly format: ReplyFormat;
  /** How much of a reply is held at a time. */
  readonly limits?: FrameLimits | undefined;
  /** Makes the next request, after whatever pause it needs. Called when somebody asks for a frame or the summary. */
  open(signal: AbortSignal): Promise<ReplyBody>;
  /**
   * Tells what follows a reply.
   * @throws HiveTaskError if the reply told of a failure.
   */
  after(reply: ReadReply): NextReply;
  /**
   * Called when a body failed before its first frame. Without it, and if it throws, that is the end.
   * @throws the error, if asking again cannot help.
   */
  fail?(error: unknown): void;
  /** Called when the first frame is there. */
  onFirstFrame?(): void;
  /** Called when nothing more will be asked for. */
  close?(): void;
}
