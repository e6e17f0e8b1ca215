import { pause } from "../pace/pause.ts";
import type { EmulatorState, OpenProject } from "../state/emulator-state.ts";
import { chargedCount, isSuccess, type FinishedTask, type TaskRequest } from "../state/emulator-task.ts";
import type { JournalNote } from "../state/journal.ts";
import { unitPriceOf } from "../state/unit-price.ts";
import { toUnits, toUsd, type MoneyUnits } from "../state/money.ts";
import { answerTask, type TaskContent } from "./answer-task.ts";

/** What a submission keeps at hand until it is over. */
export type OpenSubmission = {
  readonly state: EmulatorState;
  readonly open: OpenProject;
  /** Fills in the journal. */
  readonly note: JournalNote;
  /** Settles the price that was set aside. */
  readonly settle: (charge: MoneyUnits) => void;
  /** Counts the submission as failed, once. */
  readonly fail: () => void;
  readonly signal: AbortSignal;
};

/**
 * Answers a task, charges for it and writes down both.
 *
 * @param options.isWaitedFor - whether a request waits: its frames then take their time while they are written, not before.
 * @throws what `answerTask` throws.
 */
export async function finishTask(
  task: TaskRequest,
  content: TaskContent,
  options: OpenSubmission & { readonly taskCode: string | null; readonly isWaitedFor: boolean },
): Promise<FinishedTask> {
  const { state, signal, isWaitedFor, taskCode } = options;
  const answered = await answerTask(task, content, { state, signal, taskCode });
  const tookMs = answered.result.kind === "labels" ? 0 : answered.result.frames.length * state.msPerFrame;
  let finishedMs = answered.finishedOn.getTime();
  if (isWaitedFor) finishedMs += tookMs;
  else if (tookMs > 0) {
    await pause(tookMs, { signal, ...state });
    finishedMs = state.now().getTime();
  }
  // Never before it was asked for, whatever the clock does.
  const finishedOn = new Date(Math.max(task.receivedOn.getTime(), finishedMs));
  return settleTask({ ...answered, finishedOn }, options);
}

/** Charges for a task that has its result, and writes it down. */
export function settleTask(task: FinishedTask, { state, note, settle, fail }: OpenSubmission): FinishedTask {
  const { result } = task;
  const charge = isSuccess(result)
    ? toUnits(chargedCount(result) * unitPriceOf(task.project, task.model))
    : 0;
  state.tasks.finish(task);
  settle(charge);
  if (!isSuccess(result)) fail();
  note({
    chargeUsd: toUsd(charge),
    ...(result.kind === "labels"
      ? { labels: result.labels }
      : { taskCode: result.status.code, frameCount: result.frames.length }),
  });
  return task;
}
