import { isHiveError } from "../error/hive-error.ts";
import type { RequestPlan } from "../protocol/protocol.ts";
import type { AttemptInfo } from "./attempt-info.ts";
import type { Clock } from "./clock.ts";
import { callSafely } from "./logger.ts";
import type { HiveLogFields, HiveLogger } from "./logger.ts";
import type { RateLimitPause } from "./rate-limit-pause.ts";
import { outcomeOf, retryDelayMs } from "./retry.ts";
import type { Outcome, RetryPolicy } from "./retry.ts";
import { send } from "./send.ts";
import type { SendOptions } from "./send.ts";

/** How a request is made, and made again. */
export type AttemptsOptions = SendOptions & {
  readonly retry: RetryPolicy;
  /** Whether the body can be sent a second time. */
  readonly canReopen: boolean;
  readonly pause: RateLimitPause;
  readonly clock: Clock;
  readonly logger: HiveLogger | null;
  /** Told of every attempt. */
  readonly onAttempt: readonly (((attempt: AttemptInfo) => void) | undefined)[];
};

/**
 * Makes a request, and makes it again where Hive refused it or was never reached.
 *
 * @returns the response, its status 2xx and its body unread. After that line nothing is retried.
 * @throws what the last attempt threw.
 */
export async function sendWithRetry(plan: RequestPlan, options: AttemptsOptions): Promise<Response> {
  const { clock, scope, pause } = options;
  for (let attempt = 1; ; attempt++) {
    const waitedMs = await pause.wait(scope);
    if (waitedMs > 0) log(options, "info", "Held back", { waitedMs });
    const startMs = clock.nowMs();
    let hasStarted = false;
    const onStart = (): void => {
      hasStarted = true;
    };
    const tell = (info: AttemptInfo): void => {
      for (const onAttempt of options.onAttempt) {
        callSafely(
          () => onAttempt?.(info),
          () => log(options, "error", "onAttempt threw"),
        );
      }
      const { status, error, delayMs } = info;
      const facts = { ...factsOf(plan), attempt, status, durationMs: clock.nowMs() - startMs };
      // A call may be aborted with null for a reason.
      if (status !== null && error === null) log(options, "debug", "Hive answered", facts);
      else log(options, "warn", "An attempt failed", { ...facts, delayMs, problem: problemOf(error) });
    };
    try {
      const response = await send(plan, { ...options, onStart });
      const { status } = response;
      const mayBeBilled = plan.method === "POST";
      tell({ attempt, status, error: null, willRetry: false, delayMs: null, mayBeBilled });
      return response;
    } catch (error) {
      const info = judge(error, { attempt, plan, hasStarted, options });
      tell(info);
      if (info.delayMs === null) throw error;
      await clock.sleep(info.delayMs, scope.signal);
    }
  }
}

/** What follows from a failed attempt. */
function judge(
  error: unknown,
  context: {
    readonly attempt: number;
    readonly plan: RequestPlan;
    readonly hasStarted: boolean;
    readonly options: AttemptsOptions;
  },
): AttemptInfo {
  const { attempt, plan, options } = context;
  const { retry, scope, clock, pause } = options;
  const isBilled = plan.method === "POST";
  const outcome: Outcome = scope.signal.aborted ? "final" : outcomeOf(error);
  const http = isHiveError(error) && error.kind === "http" ? error : null;
  const retryAfterMs = http?.retryAfterMs ?? null;
  const delayMs = retryDelayMs(retry, { attempt, retryAfterMs, random: clock.random() });
  // Looking at a task costs nothing: there it does no harm not to know.
  const mayHelp = outcome === "refused" || (outcome === "unknown" && (retry.unknownOutcome || !isBilled));
  const willRetry = mayHelp && attempt <= retry.limit && options.canReopen && delayMs < scope.remainingMs();
  if (http?.status === 429 && (retryAfterMs !== null || attempt <= retry.limit)) pause.extend(delayMs);
  return {
    attempt,
    status: http?.status ?? null,
    error,
    willRetry,
    delayMs: willRetry ? delayMs : null,
    mayBeBilled:
      isBilled && context.hasStarted && (outcome === "unknown" || (scope.signal.aborted && http === null)),
  };
}

function log(
  { logger }: AttemptsOptions,
  level: keyof HiveLogger,
  message: string,
  facts: HiveLogFields = {},
): void {
  if (logger !== null) callSafely(() => logger[level](message, facts));
}

/** Without the query of the path: it names the task. */
function factsOf({ method, path }: RequestPlan): HiveLogFields {
  return { method, path: path.replace(/\?.*/s, "") };
}

/** Errors of ours are fit for a log; the reason of an abort is the caller's. */
function problemOf(error: unknown): string {
  return isHiveError(error) ? error.message : "aborted";
}
