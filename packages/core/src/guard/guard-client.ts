import type { CallOptions } from "../client/call-options.ts";
import { getClientIdentity, setClientIdentity } from "../client/client-identity.ts";
import type { TaskHandle } from "../client/hive-client.ts";
import type { FrameStream } from "../frames/frame-stream.ts";
import { createOptionError } from "../options/check-options.ts";
import type { ModelResult } from "../result/task.ts";
import type { Submission } from "../submission/submission.ts";
import { openScope } from "../transport/call-scope.ts";
import { ChargeMemory } from "./charge-memory.ts";
import { GuardedCall, readLimits, withOnAttempt } from "./guarded-call.ts";
import { GuardedFrameStream } from "./guarded-frame-stream.ts";
import type { HiveCalls } from "./hive-calls.ts";
import { detectSubmissionKind } from "./submission-kind.ts";
import type { WithBudgetOptions } from "./guard-options.ts";

const NO_ANSWER = { chargeUsd: 0, answerCount: 0 };

/** Guards the calls of a client. See `withBudget`. */
export function guardClient(client: HiveCalls, options: WithBudgetOptions): HiveCalls {
  const { budget, onError } = options;
  const memory = new ChargeMemory(options.prices ?? {});

  const estimate = (submission: Submission): number => {
    if (options.estimateUsd === undefined) {
      // A charge above the limit must not block all later calls of the kind.
      return Math.min(memory.estimate(detectSubmissionKind(submission)), budget.limitUsd);
    }
    return checkEstimate(options.estimateUsd(submission));
  };

  /** Reserves the estimate of a call. */
  const reserve = async (submission: Submission, callOptions: unknown, closing?: AbortSignal) => {
    const estimateUsd = estimate(submission);
    const { signal, timeoutMs } = readLimits(callOptions);
    const scope = openScope({ signals: [signal, closing] });
    try {
      const reservation = await budget.reserve(estimateUsd, { signal: scope.signal, timeoutMs });
      const call = new GuardedCall(reservation, { attemptUsd: estimateUsd, signal, onError });
      return { call, estimateUsd };
    } finally {
      scope.close();
    }
  };

  /** Notes the charge of a result, and returns what it counts for. */
  const takeCharge = (summary: Charged, submission: Submission, estimateUsd: number): number => {
    const { knownUsd, isComplete } = sumCharges(summary);
    if (isComplete) memory.note(detectSubmissionKind(submission), knownUsd);
    return isComplete ? knownUsd : knownUsd + estimateUsd;
  };

  /** Runs a call with its reservation. */
  const run = async <Result>(
    submission: Submission,
    callOptions: CallOptions,
    action: (tracked: CallOptions) => Promise<Result>,
    chargeOf: (result: Result, estimateUsd: number) => number,
  ): Promise<{ readonly result: Result; readonly call: GuardedCall; readonly estimateUsd: number }> => {
    const { call, estimateUsd } = await reserve(submission, callOptions);
    try {
      const result = await action(withOnAttempt(callOptions, (attempt) => call.track(attempt)));
      const chargeUsd = call.wasSent ? chargeOf(result, estimateUsd) : 0;
      await call.end({ chargeUsd, answerCount: 1 });
      return { result, call, estimateUsd };
    } finally {
      // Does nothing after a success.
      await call.end(NO_ANSWER);
    }
  };

  const guarded: HiveCalls = {
    async classify(submission, callOptions = {}) {
      const { result } = await run(
        submission,
        callOptions,
        async (tracked) => client.classify(submission, tracked),
        (task, estimateUsd) => takeCharge(task, submission, estimateUsd),
      );
      return result;
    },
    frames(submission, callOptions = {}) {
      let reserved: Awaited<ReturnType<typeof reserve>> | null = null;
      const tracked = withOnAttempt(callOptions, (attempt) => reserved?.call.track(attempt));
      return new GuardedFrameStream(client.frames(submission, tracked), {
        onStart: async (closing) => {
          reserved = await reserve(submission, callOptions, closing);
        },
        onEnd: async (summary) => {
          if (reserved === null) return;
          const { call, estimateUsd } = reserved;
          if (summary === null) return call.end(NO_ANSWER);
          const chargeUsd = call.wasSent ? takeCharge(summary, submission, estimateUsd) : 0;
          return call.end({ chargeUsd, answerCount: 1 });
        },
      });
    },
    async submit(submission, callOptions = {}) {
      const { result, call, estimateUsd } = await run(
        submission,
        callOptions,
        async (tracked) => client.submit(submission, tracked),
        (_handle, acknowledgedUsd) => acknowledgedUsd,
      );
      if (!call.wasSent) return result;
      let isCorrected = false;
      return guardHandle(result, async (summary) => {
        if (isCorrected || !sumCharges(summary).isComplete) return;
        isCorrected = true;
        await call.correct(takeCharge(summary, submission, estimateUsd) - estimateUsd);
      });
    },
    task: async (id, taskOptions) => client.task(id, taskOptions),
    wait: async (id, callOptions) => client.wait(id, callOptions),
    taskFrames: (id, callOptions) => client.taskFrames(id, callOptions),
  };
  // A cache around this client must not mix up its results with those of another model.
  setClientIdentity(guarded, getClientIdentity(client));
  return guarded;
}

function guardHandle(handle: TaskHandle, onResult: (summary: Charged) => Promise<void>): TaskHandle {
  return {
    id: handle.id,
    async wait(options) {
      const task = await handle.wait(options);
      await onResult(task);
      return task;
    },
    frames: (options): FrameStream =>
      new GuardedFrameStream(handle.frames(options), {
        onStart: async () => {},
        onEnd: async (summary) => (summary === null ? undefined : onResult(summary)),
      }),
  };
}

/** A task or a summary. */
type Charged = { readonly results: readonly Pick<ModelResult, "chargeUsd">[] };

/** Adds up the charges of the results. */
function sumCharges({ results }: Charged): {
  readonly knownUsd: number;
  readonly isComplete: boolean;
} {
  const charges = results.map(({ chargeUsd }) => chargeUsd);
  return {
    knownUsd: charges.reduce<number>((sumUsd, chargeUsd) => sumUsd + (chargeUsd ?? 0), 0),
    isComplete: charges.length > 0 && charges.every((chargeUsd) => chargeUsd !== null),
  };
}

/** @throws HiveConfigError unless the estimate is an amount. */
export function checkEstimate(usd: unknown): number {
  if (typeof usd === "number" && usd >= 0 && usd < Infinity) return usd;
  throw createOptionError(
    {
      path: "estimateUsd",
      problem: `must return a finite number of at least 0, got ${typeof usd === "number" ? usd : typeof usd}`,
    },
    "withBudget",
  );
}
