import { taskFailure } from "../answer/task-failure.ts";
import { sendCallback } from "../callbacks/send-callback.ts";
import type { EmulatorFault } from "../faults/emulator-fault.ts";
import { EmulatorEnded } from "../state/epoch.ts";
import type { FinishedTask, TaskRequest } from "../state/emulator-task.ts";
import { finishTask, settleTask, type OpenSubmission } from "./finish-task.ts";
import type { Download } from "./receive-media.ts";

/** A task that is worked on after its acknowledgement. */
export type LaterWork = Omit<OpenSubmission, "signal"> & {
  /** The upload; `null` for a URL or a text. */
  readonly file: Blob | null;
  /** What gets the media behind a URL; `null` for an upload or a text. */
  readonly download: Download | null;
  /** Where the result goes; `null` for nowhere. */
  readonly callbackUrl: URL | null;
  readonly taskFault: EmulatorFault | null;
  readonly callbackFault: EmulatorFault | null;
};

/**
 * Begins to work on a task, and posts its result when it is done.
 *
 * @returns when the acknowledgement may be sent: at once, or, by a fault, when the callback was.
 */
export async function workLater(task: TaskRequest, work: LaterWork): Promise<void> {
  const { state, callbackUrl } = work;
  const stop = new AbortController();
  const forget = state.epoch.onEnd(() => stop.abort(new EmulatorEnded()));
  const done = (async () => {
    try {
      const finished = await finish(task, { ...work, signal: stop.signal });
      if (callbackUrl !== null) {
        await sendCallback(finished, {
          url: callbackUrl,
          fault: work.callbackFault,
          state,
          signal: stop.signal,
        });
      }
    } finally {
      forget();
      work.settle(0);
    }
  })();
  state.background.add(done);
  if (work.callbackFault?.kind === "callback-early") await done;
}

/** What cannot be answered has nobody to be told, so it is a failed task. */
async function finish(
  task: TaskRequest,
  work: LaterWork & { readonly signal: AbortSignal },
): Promise<FinishedTask> {
  const { state, signal, file, download, taskFault } = work;
  const failWith = (code: string, reason: string): FinishedTask => {
    const status = taskFailure(code, reason);
    const result = { kind: "model", status, frames: [], findings: null, hash: null } as const;
    return settleTask({ ...task, finishedOn: state.now(), media: null, result }, work);
  };
  const media = file ?? (await download?.(signal)) ?? null;
  if (media === null && download !== null)
    return failWith("2000", "the emulator could not download the media");
  try {
    const taskCode = taskFault?.kind === "task-code" ? taskFault.code : null;
    return await finishTask(task, { media, textBeside: null }, { ...work, isWaitedFor: false, taskCode });
  } catch (error) {
    if (signal.aborted || error instanceof EmulatorEnded) throw error;
    return failWith("3200", error instanceof Error ? error.message : String(error));
  }
}
