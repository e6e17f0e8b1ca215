import { createDecider } from "../policy/create-decider.ts";
import type { Policy } from "../policy/policy.ts";
import { isRestricted } from "../protocol/is-restricted.ts";
import type { Frame } from "../result/frame.ts";
import { sumCharges } from "../result/sum-charges.ts";
import type { Submission } from "../submission/submission.ts";
import { callSafely } from "../transport/logger.ts";
import { assembleTask } from "./assemble-task.ts";
import type { Answer, AskContext } from "./member.ts";
import type { PanelClientMember } from "./panel-options.ts";

/** What `askClient` needs to know about a member. */
export type ClientQuestion = Pick<PanelClientMember, "client" | "options" | "timeoutMs"> & {
  /** A policy from `definePolicy`. */
  readonly policy: Policy;
  /** The lowest score of `csam` that counts; `undefined` for the default. */
  readonly csamThreshold: number | undefined;
  readonly keepsTask: boolean;
};

/** Submits to a project and decides frame by frame. */
export async function askClient(
  question: ClientQuestion,
  submission: Submission,
  context: AskContext,
): Promise<Answer> {
  const { client, policy, csamThreshold, keepsTask } = question;
  const tagCount = Object.keys(policy.tags ?? {}).length;
  const decider = createDecider(policy);
  const stream = client.frames(submission, listCallOptions(question, context));
  // An error in a listener would end the process.
  const cancel = (): void => void callSafely(() => stream.cancel(context.signal.reason));
  context.signal.addEventListener("abort", cancel);
  const frames: Frame[] = [];
  let isBlocked = false;
  let hasAllTags = tagCount === 0;
  const answerSoFar = (): Answer => ({ verdict: decider.verdict(), task: null, chargeUsd: null });
  try {
    for await (const frame of stream) {
      decider.take(frame);
      if (keepsTask) frames.push(frame);
      if (isRestricted(frame, csamThreshold)) context.onRestricted();
      if (!isBlocked && decider.settled === "block") {
        isBlocked = true;
        context.onBlock(answerSoFar);
      }
      if (!hasAllTags && decider.settledTags.length === tagCount) {
        hasAllTags = true;
        context.onAllTags(answerSoFar);
      }
    }
    const summary = await stream.summary();
    return {
      verdict: decider.verdict(summary),
      task: keepsTask ? assembleTask(summary, frames) : null,
      chargeUsd: sumCharges(summary.results),
    };
  } finally {
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
