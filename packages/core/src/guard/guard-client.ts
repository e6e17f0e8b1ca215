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
import type { CallLimits } from "./guarded-call.ts";
import { GuardedFrameStream } from "./guarded-frame-stream.ts";
import type { HiveCalls } from "./hive-calls.ts";
import { detectSubmissionKind } from "./submission-kind.ts";
import type { SubmissionKind } from "./submission-kind.ts";
import type { WithBudgetOptions } from "./guard-options.ts";

/** A call whose estimate is reserved. */
type ReservedCall = {
  readonly call: GuardedCall;
  readonly kind: SubmissionKind;
  readonly estimateUsd: number;
};

const NO_ANSWER = { chargeUsd: 0, answerCount: 0 };

/** Guards the calls of a client. See `withBudget`. */
export function guardClient(client: HiveCalls, options: WithBudgetOptions): HiveCalls {
  const { budget, onError } = options;
  const memory = new ChargeMemory(options.prices ?? {});

  const estimate = (submission: Submission, kind: SubmissionKind): number => {
    // A charge above the limit must not block all later calls of the kind.
    if (options.estimateUsd === undefined) return Math.min(memory.estimate(kind), budget.limitUsd);
    return checkEstimate(options.estimateUsd(submission));
  };

  /** Reserves the estimate of a call. */
  const reserve = async (
    submission: Submission,
    callOptions: unknown,
    closing?: AbortSignal,
  ): Promise<ReservedCall> => {
    const kind = detectSubmissionKind(submission);
    const estimateUsd = estimate(submission, kind);
    const limits = readLimits(callOptions);
    const scope = openScope({ signals: [limits.signal, closing] });
    try {
      const { timeoutMs } = limits;
      const reservation = await budget.reserve(estimateUsd, { signal: scope.signal, timeoutMs });
      return {
        call: new GuardedCall(reservation, { attemptUsd: estimateUsd, limits, onError }),
        kind,
        estimateUsd,
      };
    } finally {
      scope.close();
    }
  };

  /** Records the charge of a result, and returns the amount to settle. */
  const takeCharge = (summary: Charged, { kind, estimateUsd }: ReservedCall): number => {
    const { knownUsd, isComplete } = sumCharges(summary);
    if (isComplete) memory.note(kind, knownUsd);
    return isComplete ? knownUsd : knownUsd + estimateUsd;
  };

  /** Runs a call with its reservation. */
  const run = async <Result>(
    submission: Submission,
    callOptions: CallOptions,
    action: (tracked: CallOptions) => Promise<Result>,
    chargeOf: (result: Result, reserved: ReservedCall) => number,
  ): Promise<{ readonly result: Result; readonly reserved: ReservedCall }> => {
    const reserved = await reserve(submission, callOptions);
    const { call } = reserved;
    try {
      const result = await action(withOnAttempt(callOptions, (attempt) => call.track(attempt)));
      const chargeUsd = call.wasSent ? chargeOf(result, reserved) : 0;
      await call.end({ chargeUsd, answerCount: 1 });
      return { result, reserved };
    } finally {
      // Does nothing after a success.
      await call.end(NO_ANSWER);
    }
  };

  /** Not in `submit`: closures there would keep the media in memory as long as the handle. */
  const correctOnce = (handle: TaskHandle, reserved: ReservedCall): TaskHandle => {
    let isCorrected = false;
    return guardHandle(handle, async (summary, limits) => {
      if (isCorrected || !sumCharges(summary).isComplete) return;
      isCorrected = true;
      await reserved.call.correct(takeCharge(summary, reserved) - reserved.estimateUsd, limits);
    });
  };

  const guarded: HiveCalls = {
    async classify(submission, callOptions = {}) {
      const { result } = await run(
        submission,
        callOptions,
        async (tracked) => client.classify(submission, tracked),
        takeCharge,
      );
      return result;
    },
    frames(submission, callOptions = {}) {
      let reserved: ReservedCall | null = null;
      const tracked = withOnAttempt(callOptions, (attempt) => reserved?.call.track(attempt));
      return new GuardedFrameStream(client.frames(submission, tracked), {
        onStart: async (closing) => {
          reserved = await reserve(submission, callOptions, closing);
        },
        onEnd: async (summary) => {
          if (reserved === null) return;
          const { call } = reserved;
          if (summary === null) return call.end(NO_ANSWER);
          const chargeUsd = call.wasSent ? takeCharge(summary, reserved) : 0;
          return call.end({ chargeUsd, answerCount: 1 });
        },
      });
    },
    async submit(submission, callOptions = {}) {
      const { result, reserved } = await run(
        submission,
        callOptions,
        async (tracked) => client.submit(submission, tracked),
        (_handle, { estimateUsd }) => estimateUsd,
      );
      return reserved.call.wasSent ? correctOnce(result, reserved) : result;
    },
    task: async (id, taskOptions) => client.task(id, taskOptions),
    wait: async (id, callOptions) => client.wait(id, callOptions),
    taskFrames: (id, callOptions) => client.taskFrames(id, callOptions),
  };
  // A cache around this client must not mix up its results with those of another model.
  setClientIdentity(guarded, getClientIdentity(client));
  return guarded;
}

function guardHandle(
  handle: TaskHandle,
  onResult: (summary: Charged, limits: CallLimits) => Promise<void>,
): TaskHandle {
  return {
    id: handle.id,
    async wait(options) {
      const limits = readLimits(options);
      const task = await handle.wait(options);
      await onResult(task, limits);
      return task;
    },
    frames(options): FrameStream {
      const limits = readLimits(options);
      return new GuardedFrameStream(handle.frames(options), {
        onStart: async () => {},
        onEnd: async (summary) => (summary === null ? undefined : onResult(summary, limits)),
      });
    },
  };
}

/** A task or a summary. */
type Charged = { readonly results: readonly Pick<ModelResult, "chargeUsd">[] };

/** Adds up the charges of the results. A negative one is not a charge. */
function sumCharges({ results }: Charged): {
  readonly knownUsd: number;
  readonly isComplete: boolean;
} {
  const charges = results.flatMap(({ chargeUsd }) =>
    chargeUsd !== null && chargeUsd >= 0 ? [chargeUsd] : [],
  );
  return {
    knownUsd: charges.reduce((sumUsd, chargeUsd) => sumUsd + chargeUsd, 0),
    isComplete: charges.length > 0 && charges.length === results.length,
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
