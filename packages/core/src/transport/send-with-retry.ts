import { isHiveError } from "../error/is-hive-error.ts";
import type { RequestPlan } from "../protocol/protocol.ts";
import type { KeyProvider } from "./api-key.ts";
import type { AttemptInfo } from "./attempt-info.ts";
import type { Clock } from "./clock.ts";
import type { CallTrace } from "./call-trace.ts";
import { callSafely } from "./logger.ts";
import type { HiveLogFields, HiveLogger } from "./logger.ts";
import type { RateLimitPause } from "./rate-limit-pause.ts";
import { classifyOutcome, retryDelayMs } from "./retry.ts";
import type { Outcome, RetryPolicy } from "./retry.ts";
import { send } from "./send.ts";
import type { SendOptions } from "./send.ts";

/** The options for sending and retrying a request. */
export type RetryingSendOptions = SendOptions & {
  readonly key: KeyProvider;
  /** Values that must not appear in errors. The key of each attempt is added. */
  readonly secrets: string[];
  readonly retry: RetryPolicy;
  /** Whether the body can be sent again. */
  readonly canReopen: boolean;
  readonly pause: RateLimitPause;
  readonly clock: Clock;
  readonly logger?: HiveLogger | undefined;
  readonly trace?: CallTrace | undefined;
  /** Called after every attempt. */
  readonly onAttempt: readonly (((attempt: AttemptInfo) => void) | undefined)[];
};

/**
 * Sends a request. Retries it if Hive rejected or did not receive it.
 *
 * @returns the 2xx response with its body unread. Nothing is retried after this point.
 * @throws the error of the last attempt.
 */
export async function sendWithRetry(plan: RequestPlan, options: RetryingSendOptions): Promise<Response> {
  const { clock, scope, pause } = options;
  for (let attempt = 1; ; attempt++) {
    const { waitedMs, end } = await pause.wait(scope);
    if (waitedMs > 0) log(options, "info", "Waited for the rate limit", { waitedMs });
    const startMs = clock.nowMs();
    const wasBilled = scope.mayBeBilled;
    let apiKey: string | null | undefined;
    let isSubmitted = false;
    const trace = options.trace?.startAttempt({
      attempt,
      method: plan.method,
      url: `${options.baseUrl}${stripQuery(plan.path)}`,
    });
    const onStart = (): void => {
      isSubmitted = plan.method === "POST";
      scope.mayBeBilled ||= isSubmitted;
    };
    const report = (info: AttemptInfo): void => {
      for (const onAttempt of options.onAttempt) {
        void callSafely(
          () => onAttempt?.(info),
          () => log(options, "error", "onAttempt threw"),
        );
      }
      if (options.logger === undefined) return;
      const { status, error, delayMs } = info;
      const fields = {
        method: plan.method,
        path: stripQuery(plan.path),
        attempt,
        status,
        durationMs: clock.nowMs() - startMs,
      };
      // The caller chose the abort reason: it may be null, or not safe to log.
      const problem = isHiveError(error) ? error.message : "aborted";
      if (status !== null && error === null) log(options, "debug", "Response received", fields);
      else log(options, "warn", "Attempt failed", { ...fields, delayMs, problem });
    };
    try {
      apiKey = await scope.race(options.key());
      if (apiKey !== null) options.secrets.push(apiKey);
      const response = await send(plan, options, { apiKey, onStart, trace });
      const { status } = response;
      end(status);
      const info = {
        attempt,
        status,
        error: null,
        willRetry: false,
        delayMs: null,
        mayBeBilled: isSubmitted,
      };
      trace?.end(info);
      report(info);
      return response;
    } catch (error) {
      const canReopen = options.canReopen || apiKey === undefined;
      const info = assessFailure(error, { ...options, attempt, plan, isSubmitted, canReopen });
      const { delayMs } = info;
      scope.mayBeBilled = wasBilled || info.mayBeBilled;
      end(info.status);
      trace?.end(info);
      // A call that ends before its first request has no attempt.
      if (apiKey !== undefined || !scope.signal.aborted) report(info);
      if (delayMs === null) throw error;
      await clock.sleep(delayMs, scope.signal);
    }
  }
}

/** Decides whether to retry after a failed attempt. */
function assessFailure(
  error: unknown,
  context: RetryingSendOptions & {
    readonly attempt: number;
    readonly plan: RequestPlan;
    readonly isSubmitted: boolean;
  },
): AttemptInfo {
  const { attempt, plan, retry, scope, clock, pause } = context;
  const outcome: Outcome = scope.signal.aborted ? "final" : classifyOutcome(error);
  // The error of another call may be the reason of an abort.
  const isResponse = isHiveError(error) && error.kind === "http" && error !== scope.signal.reason;
  const http = isResponse ? error : null;
  const retryAfterMs = http?.retryAfterMs ?? null;
  const delayMs = retryDelayMs(retry, { attempt, retryAfterMs, random: clock.random() });
  // Polls are free, so an unknown outcome is safe to retry.
  const mayHelp =
    outcome === "rejected" || (outcome === "unknown" && (retry.unknownOutcome || plan.method !== "POST"));
  const willRetry = mayHelp && attempt <= retry.limit && context.canReopen && delayMs < scope.remainingMs();
  if (http?.status === 429 && (retryAfterMs !== null || attempt <= retry.limit)) pause.extend(delayMs);
  return {
    attempt,
    status: http?.status ?? null,
    error,
    willRetry,
    delayMs: willRetry ? delayMs : null,
    mayBeBilled: context.isSubmitted && (outcome === "unknown" || (scope.signal.aborted && http === null)),
  };
}

function log(
  { logger }: RetryingSendOptions,
  level: keyof HiveLogger,
  message: string,
  fields: HiveLogFields = {},
): void {
  void callSafely(() => logger?.[level](message, fields));
}

/** Removes the query, which contains the task id. */
function stripQuery(path: string): string {
  return path.replace(/\?.*/s, "");
}
