import { HiveDecodeError } from "../error/hive-decode-error.ts";
import type { PageOfFrames } from "../protocol/protocol.ts";
import type { Task } from "../result/task.ts";
import type { Clock } from "./clock.ts";
import { PollSchedule } from "./poll-schedule.ts";
import { joinPages } from "./task-look.ts";
import type { TaskLook } from "./task-look.ts";

/** How a task is waited for. */
export type WaitOptions = {
  /** Looks at the task once. */
  readonly look: (page: PageOfFrames) => Promise<TaskLook>;
  readonly frameLimit: number;
  readonly clock: Clock;
  /** Ends the wait; its reason is thrown. */
  readonly signal: AbortSignal;
};

/**
 * Looks at a task until it is done, and puts all its pages together.
 *
 * @throws what a look throws, if it will not pass by itself, or the signal's reason.
 * @throws HiveDecodeError if Hive sends the same page again instead of the next one.
 */
export async function waitForTask(options: WaitOptions): Promise<Task> {
  const { look, frameLimit } = options;
  let page = await lookUntilDone(options);
  const pages = [page.task];
  while (page.nextFrameOffset !== null) {
    const next = await look({ frameLimit, frameOffset: page.nextFrameOffset });
    if (next.state === "pending" || isSamePage(page.task, next.task)) {
      throw new HiveDecodeError(
        "Hive sent the same page of frames again, or none, instead of the next one, so the result is not whole.",
      );
    }
    pages.push(next.task);
    page = next;
  }
  return joinPages(pages);
}

async function lookUntilDone(options: WaitOptions): Promise<Extract<TaskLook, { state: "done" }>> {
  const schedule = new PollSchedule(options.clock);
  for (;;) {
    await schedule.pause(options.signal);
    try {
      const seen = await options.look({ frameLimit: options.frameLimit, frameOffset: 0 });
      schedule.succeed();
      if (seen.state === "done") return seen;
    } catch (error) {
      if (options.signal.aborted) throw error;
      schedule.fail(error);
    }
  }
}

/** A project that knows no offset would send its first page for ever. */
function isSamePage(one: Task, other: Task): boolean {
  const start = other.results[0]?.frames[0];
  return start !== undefined && JSON.stringify(start.raw) === JSON.stringify(one.results[0]?.frames[0]?.raw);
}
