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
  readonly onAttempt: (attempt: AttemptInfo) => void;
};

/**
 * Makes a request, and makes it again where Hive surely did not do the work.
 *
 * @returns the response, its status 2xx and its body unread. After that line nothing is retried.
 * @throws what the last attempt threw.
 */
export async function sendWithRetry(plan: RequestPlan, options: AttemptsOptions): Promise<Response> {
  const { clock, scope, pause } = options;
  for (let attempt = 1; ; attempt++) {
    const waitedMs = await pause.wait(scope);
    if (waitedMs > 0) {
      report(options, { level: "info", message: "Held back by Hive's rate limit" }, { waitedMs });
    }
    const startMs = clock.nowMs();
    const state = { hasStarted: false };
    try {
      const response = await send(plan, { ...options, onStart: () => (state.hasStarted = true) });
      const info = { attempt, status: response.status, error: null, willRetry: false, delayMs: null };
      tell(options, { ...info, mayBeBilled: plan.method === "POST" });
      report(options, { level: "debug", message: "Hive answered" }, factsOf(plan, { info, startMs, clock }));
      return response;
    } catch (error) {
      const info = judge(error, { attempt, plan, hasStarted: state.hasStarted, options });
      tell(options, info);
      const message = info.willRetry ? "An attempt failed and is made again" : "A request failed";
      report(options, { level: "warn", message }, factsOf(plan, { info, startMs, clock }));
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
    mayBeBilled: isBilled && context.hasStarted && (scope.signal.aborted || outcome === "unknown"),
  };
}

function tell(options: AttemptsOptions, info: AttemptInfo): void {
  callSafely(
    () => options.onAttempt(info),
    () => report(options, { level: "error", message: "onAttempt threw; its error was ignored" }, {}),
  );
}

function report(
  { logger }: AttemptsOptions,
  line: { readonly level: keyof HiveLogger; readonly message: string },
  fields: HiveLogFields,
): void {
  if (logger !== null) callSafely(() => logger[line.level](line.message, fields));
}

function factsOf(
  plan: RequestPlan,
  context: {
    readonly info: Pick<AttemptInfo, "attempt" | "status" | "error" | "delayMs">;
    readonly startMs: number;
    readonly clock: Clock;
  },
): HiveLogFields {
  const { attempt, status, error, delayMs } = context.info;
  const facts = {
    method: plan.method,
    // Without the query: it names the task.
    path: plan.path.replace(/\?.*/s, ""),
    attempt,
    status,
    durationMs: context.clock.nowMs() - context.startMs,
  };
  if (error === null) return facts;
  if (!isHiveError(error)) return { ...facts, kind: "aborted" };
  const reason = "reason" in error ? error.reason : null;
  return { ...facts, kind: error.kind, reason, problem: error.message, delayMs };
}
