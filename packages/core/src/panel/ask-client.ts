import { createDecider } from "../policy/create-decider.ts";
import type { Policy } from "../policy/policy.ts";
import { isRestricted } from "../protocol/is-restricted.ts";
import type { Frame } from "../result/frame.ts";
import type { TaskSummary } from "../result/task.ts";
import type { Submission } from "../submission/submission.ts";
import { callSafely } from "../transport/logger.ts";
import { assembleTask } from "./assemble-task.ts";
import type { Answer, AskContext } from "./member.ts";
import type { PanelClientMember } from "./panel-options.ts";

/**
 * How long a member may read on after its decision to block is settled, in milliseconds. The rest of a short result has
 * usually arrived by then, with the charge. A long video would take longer, and the decision must not wait for it.
 */
const REST_MS = 250;

/** What `askClient` needs to know about a member. */
export type ClientQuestion = Pick<PanelClientMember, "client" | "options" | "timeoutMs"> & {
  /** A policy from `definePolicy`. */
  readonly policy: Policy;
  /** The lowest score of `csam` that counts; `undefined` for the default. */
  readonly csamThreshold: number | undefined;
  /** Whether to read the result to its end, even if nothing can change any more. */
  readonly isReadToEnd: boolean;
  readonly keepsTask: boolean;
};

/** Submits to a project and decides frame by frame. */
export async function askClient(
  question: ClientQuestion,
  submission: Submission,
  context: AskContext,
): Promise<Answer> {
  const { client, policy, csamThreshold, isReadToEnd, keepsTask } = question;
  const decider = createDecider(policy);
  const stream = client.frames(submission, listCallOptions(question, context));
  const cancel = (): void => stream.cancel(context.signal.reason);
  context.signal.addEventListener("abort", cancel);
  const frames: Frame[] = [];
  /** Set when the decision to block and all tags are settled; ends the reading. */
  let restTimer: ReturnType<typeof setTimeout> | undefined;
  let isBlocked = false;
  try {
    for await (const frame of stream) {
      decider.take(frame);
      if (keepsTask) frames.push(frame);
      if (isRestricted(frame, csamThreshold)) context.onRestricted();
      if (decider.settled !== "block") continue;
      if (!isBlocked) context.onBlock(() => ({ verdict: decider.verdict(), task: null, chargeUsd: null }));
      isBlocked = true;
      // The tags may not be settled yet.
      if (!isReadToEnd && decider.isSettled) restTimer ??= setTimeout(() => stream.cancel(), REST_MS);
    }
    const summary = await stream.summary();
    return {
      verdict: decider.verdict(summary),
      task: keepsTask ? assembleTask(summary, frames) : null,
      chargeUsd: sumCharges(summary),
    };
  } finally {
    clearTimeout(restTimer);
    context.signal.removeEventListener("abort", cancel);
  }
}

function listCallOptions({ options, timeoutMs }: ClientQuestion, { signal, onAttempt }: AskContext) {
  return {
    ...options,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    signal,
    onAttempt: (attempt: Parameters<typeof onAttempt>[0]) => {
      onAttempt(attempt);
      void callSafely(() => options?.onAttempt?.(attempt));
    },
  };
}

/** Adds up the charges of the results; `null` if one is not known. */
function sumCharges({ results }: TaskSummary): number | null {
  let sumUsd = results.length === 0 ? null : 0;
  for (const { chargeUsd } of results) {
    sumUsd = sumUsd === null || chargeUsd === null ? null : sumUsd + chargeUsd;
  }
  return sumUsd;
}
