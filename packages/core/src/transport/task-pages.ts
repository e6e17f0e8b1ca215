import type { FrameLimits } from "../frames/frame-reader.ts";
import type { NextReply, ReadReply, ReplyBody, ReplySource, StreamEnding } from "../frames/reply-source.ts";
import { isPending, nextFrameOffset } from "../protocol/reply/decode-poll.ts";
import type { PageOfFrames } from "../protocol/reply/decode-poll.ts";
import type { ReplyFormat } from "../protocol/reply/reply-format.ts";
import type { CallTrace } from "./call-trace.ts";
import { openScope } from "./call-scope.ts";
import type { CallScope } from "./call-scope.ts";
import type { Clock } from "./clock.ts";
import type { Connection, ConnectionRequest } from "./connection.ts";
import { PollSchedule } from "./poll-schedule.ts";

/** The options of {@link TaskPages}. */
export type TaskPagesOptions = {
  readonly format: ReplyFormat;
  /**
   * Plans the request for a page.
   * @throws HiveConfigError or HiveInputError if it cannot be requested.
   */
  readonly planPage: (page: PageOfFrames) => ConnectionRequest;
  /** Starts the trace of the call, before its first request. */
  readonly startTrace: () => CallTrace | undefined;
  readonly connection: Pick<Connection, "open">;
  readonly frameLimit: number;
  /** The memory limits. */
  readonly limits: FrameLimits | undefined;
  /** The deadline in milliseconds from the first request. */
  readonly timeoutMs: number;
  /** Whether the first frame lifts the deadline. */
  readonly endsAtFirstFrame: boolean;
  readonly clock: Clock;
};

/** The frames of an asynchronous task. Polls until it is done, then requests page after page. */
export class TaskPages implements ReplySource {
  readonly format: ReplyFormat;
  readonly limits: FrameLimits | undefined;
  readonly #options: TaskPagesOptions;
  readonly #schedule: PollSchedule;
  /** The index of the first frame of the next page. */
  #frameOffset = 0;
  /** Set before the first request, if there is telemetry. */
  #trace: CallTrace | undefined;
  /** Set by the first request. */
  #scope: CallScope | null = null;
  /** Set by the first response with a result; from then on no delay is needed. */
  #isDone = false;

  constructor(options: TaskPagesOptions) {
    this.format = options.format;
    this.limits = options.limits;
    this.#options = options;
    this.#schedule = new PollSchedule(options.clock);
  }

  async open(signal: AbortSignal): Promise<ReplyBody> {
    const { timeoutMs, frameLimit, connection, startTrace, planPage } = this.#options;
    this.#trace ??= startTrace();
    // An invalid request fails before the first delay.
    const request = planPage({ frameLimit, frameOffset: this.#frameOffset });
    const scope = (this.#scope ??= openScope({ timeoutMs, signals: [signal, request.settings.signal] }));
    if (this.#isDone) return connection.open({ ...request, signal: scope.signal }, this.#trace);
    // The schedule replaces retries.
    const settings = { ...request.settings, retry: false as const };
    for (;;) {
      await this.#schedule.pause(scope.signal);
      try {
        return await connection.open({ ...request, settings, signal: scope.signal }, this.#trace);
      } catch (error) {
        this.fail(error);
      }
    }
  }

  after({ envelope, frameCount, secrets }: ReadReply): NextReply {
    this.#schedule.succeed();
    // After a result, a page without one is an error.
    if (!this.#isDone && isPending(envelope, secrets)) return "again";
    this.#isDone = true;
    const { frameLimit } = this.#options;
    const next = nextFrameOffset({ frameLimit, frameOffset: this.#frameOffset }, frameCount);
    if (next === null) return "none";
    this.#frameOffset = next;
    return "page";
  }

  fail(error: unknown): void {
    const scope = this.#scope;
    if (this.#isDone || scope === null || scope.signal.aborted) throw error;
    this.#schedule.fail(error, scope.remainingMs());
  }

  onFirstFrame(): void {
    this.#trace?.onFirstFrame();
    if (this.#options.endsAtFirstFrame) this.#scope?.liftDeadline();
  }

  close(ending: StreamEnding, frameCount: number): void {
    this.#scope?.close();
    this.#trace?.end({ ...ending, frameCount });
  }
}
