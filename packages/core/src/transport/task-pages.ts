import type { FrameLimits } from "../frames/frame-limits.ts";
import type { ReplyBody } from "../frames/reply-body.ts";
import type { NextReply, ReadReply, ReplySource } from "../frames/reply-source.ts";
import type { PageOfFrames } from "../protocol/protocol.ts";
import type { ReplyFormat } from "../protocol/reply/reply-format.ts";
import { openScope } from "./call-scope.ts";
import type { CallScope } from "./call-scope.ts";
import type { Clock } from "./clock.ts";
import type { Connection, ConnectionRequest } from "./connection.ts";
import { PollSchedule } from "./poll-schedule.ts";
import { isPending, nextFrameOffset } from "./task-look.ts";

/** How the frames of a task are asked for. */
export type TaskPagesOptions = {
  readonly format: ReplyFormat;
  /**
   * Says how to ask for a page.
   * @throws HiveConfigError or HiveInputError if it cannot be asked for.
   */
  readonly planPage: (page: PageOfFrames) => ConnectionRequest;
  readonly connection: Pick<Connection, "open">;
  readonly frameLimit: number;
  /** How much of a page is held at a time. */
  readonly limits: FrameLimits | undefined;
  /** The deadline in milliseconds, from the first request. */
  readonly timeoutMs: number;
  /** Whether the deadline ends with the first frame. */
  readonly endsAtFirstFrame: boolean;
  readonly clock: Clock;
};

/** The frames of a task that Hive works on by itself: polls until it is done, then asks for page after page. */
export class TaskPages implements ReplySource {
  readonly format: ReplyFormat;
  readonly limits: FrameLimits | undefined;
  readonly #options: TaskPagesOptions;
  readonly #schedule: PollSchedule;
  /** Where the page that comes next begins. */
  #frameOffset = 0;
  /** Set by the first request. */
  #scope: CallScope | null = null;
  /** Set once Hive has answered with a result: from then on no pause is needed. */
  #isDone = false;

  constructor(options: TaskPagesOptions) {
    this.format = options.format;
    this.limits = options.limits;
    this.#options = options;
    this.#schedule = new PollSchedule(options.clock);
  }

  async open(signal: AbortSignal): Promise<ReplyBody> {
    const { timeoutMs, frameLimit, connection } = this.#options;
    // What cannot be asked for fails before the first pause.
    const request = this.#options.planPage({ frameLimit, frameOffset: this.#frameOffset });
    const scope = (this.#scope ??= openScope({ timeoutMs, signals: [signal, request.settings.signal] }));
    if (this.#isDone) return connection.open({ ...request, signal: scope.signal });
    // Looking again is what the schedule does.
    const settings = { ...request.settings, retry: false as const };
    for (;;) {
      await this.#schedule.pause(scope.signal);
      try {
        return await connection.open({ ...request, settings, signal: scope.signal });
      } catch (error) {
        this.fail(error);
      }
    }
  }

  after({ envelope, frameCount, secrets }: ReadReply): NextReply {
    this.#schedule.succeed();
    // Once there was a result, a page without one is an error.
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
    if (this.#options.endsAtFirstFrame) this.#scope?.liftDeadline();
  }

  close(): void {
    this.#scope?.close();
  }
}
