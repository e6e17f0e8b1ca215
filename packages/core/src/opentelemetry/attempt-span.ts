import { context, propagation, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { Attributes, Context, Tracer } from "@opentelemetry/api";
import { isHiveError } from "../error/is-hive-error.ts";
import type { HiveAttemptRequest, HiveAttemptSpan, HiveCallAttributes } from "../transport/telemetry.ts";
import {
  ERROR_TYPE,
  HTTP_METHOD,
  HTTP_RESEND_COUNT,
  HTTP_STATUS,
  MAY_BE_BILLED,
  OUTCOME,
  RETRY_DELAY_MS,
  SERVER_ADDRESS,
  SERVER_PORT,
  URL_FULL,
  WILL_RETRY,
} from "./conventions.ts";
import { describeFailure } from "./describe-failure.ts";
import type { Instruments } from "./instruments.ts";

/** The properties of the call that the span of an attempt needs. */
export type AttemptSpanOptions = {
  readonly tracer: Tracer;
  readonly instruments: () => Instruments;
  /** The context of the call. */
  readonly parent: Context;
  readonly server: HiveCallAttributes;
  /** Attributes of the span. */
  readonly attributes: Attributes | undefined;
  /** Attributes of its metrics. */
  readonly metricAttributes: Attributes;
  readonly propagate: boolean;
};

/** Starts the span of an attempt, which follows the conventions for HTTP clients. */
export function startAttemptSpan(request: HiveAttemptRequest, options: AttemptSpanOptions): HiveAttemptSpan {
  const { tracer, instruments, parent, server, metricAttributes } = options;
  const { method, url, attempt } = request;
  // The conventions do not allow the path in the name.
  const span = tracer.startSpan(
    method,
    {
      kind: SpanKind.CLIENT,
      attributes: {
        ...options.attributes,
        [HTTP_METHOD]: method,
        [SERVER_ADDRESS]: server.host,
        [SERVER_PORT]: server.port,
        [URL_FULL]: url,
        ...(attempt > 1 && { [HTTP_RESEND_COUNT]: attempt - 1 }),
      },
    },
    parent,
  );
  const own = trace.setSpan(parent, span);
  return {
    headers: options.propagate ? injectHeaders(own) : undefined,
    run: (work) => context.with(own, work),
    end: ({ status, error, willRetry, delayMs, mayBeBilled }) => {
      const isCancelled = status === null && isCancellation(error);
      const failure = isCancelled || error === null ? null : describeFailure(error);
      const isHttpError = status !== null && status >= 400;
      const outcome: Attributes = {
        [OUTCOME]: isCancelled ? "cancelled" : failure === null ? "done" : "failed",
        [MAY_BE_BILLED]: mayBeBilled,
        [WILL_RETRY]: willRetry,
        ...(status !== null && { [HTTP_STATUS]: status }),
        ...failure?.attributes,
        ...(isHttpError && { [ERROR_TYPE]: String(status) }),
      };
      span.setAttributes(outcome);
      if (delayMs !== null) span.setAttribute(RETRY_DELAY_MS, delayMs);
      if (failure !== null) {
        // The conventions do not allow a description that repeats the status.
        const message = isHttpError ? undefined : failure.message;
        span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) });
      }
      span.end();
      instruments().attempts.add(1, { ...metricAttributes, ...outcome }, own);
    },
  };
}

/** Checks whether the caller ended an attempt without a response. Only abort reasons are not Hivekit errors. */
function isCancellation(error: unknown): boolean {
  return !isHiveError(error) || error.kind === "closed";
}

/** Returns the headers of the trace context. Baggage may contain data of the application. */
function injectHeaders(own: Context): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  propagation.inject(propagation.deleteBaggage(own), headers);
  return headers;
}
