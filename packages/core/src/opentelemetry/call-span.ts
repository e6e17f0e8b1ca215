import { context, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { Attributes, Tracer } from "@opentelemetry/api";
import type {
  HiveCallAttributes,
  HiveCallName,
  HiveCallOutcome,
  HiveCallSpan,
} from "../transport/telemetry.ts";
import { startAttemptSpan } from "./attempt-span.ts";
import {
  API,
  CHARGE_USD,
  FIRST_FRAME,
  FRAME_COUNT,
  GEN_AI_CHAT,
  GEN_AI_INPUT_TOKENS,
  GEN_AI_MODEL,
  GEN_AI_OPERATION,
  GEN_AI_OUTPUT_TOKENS,
  GEN_AI_PROVIDER,
  GEN_AI_TOKEN_TYPE,
  MODEL,
  OPERATION,
  OUTCOME,
  PROJECT,
  SERVER_ADDRESS,
  SERVER_PORT,
  SUBMISSION,
} from "./conventions.ts";
import { describeFailure } from "./describe-failure.ts";
import type { Instruments } from "./instruments.ts";

/** The settings of all calls. */
export type CallSpanOptions = {
  readonly tracer: Tracer;
  readonly instruments: () => Instruments;
  /** The user's attributes. */
  readonly attributes: Attributes | undefined;
  readonly propagate: boolean;
};

/** Starts the span of a call. */
export function startCallSpan(
  name: HiveCallName,
  call: HiveCallAttributes,
  options: CallSpanOptions,
): HiveCallSpan {
  const { tracer, instruments } = options;
  const startMs = performance.now();
  const startedAtMs = Date.now();
  const parent = context.active();
  const chat = name === "ask" ? describeChat(call) : undefined;
  const userAttributes = addProject(options.attributes, call);
  const metricAttributes: Attributes = {
    ...userAttributes,
    [OPERATION]: name,
    [API]: call.api,
    ...(call.model !== null && { [MODEL]: call.model }),
  };
  const span = tracer.startSpan(
    nameSpan(name, call.model),
    {
      // An attempt is the client span of its request. A client span around it would count the request twice. Only the
      // conventions for generative AI require it.
      kind: chat === undefined ? SpanKind.INTERNAL : SpanKind.CLIENT,
      attributes: {
        ...metricAttributes,
        ...chat,
        ...(call.submission !== null && { [SUBMISSION]: call.submission }),
        [SERVER_ADDRESS]: call.host,
        [SERVER_PORT]: call.port,
      },
    },
    parent,
  );
  const own = trace.setSpan(parent, span);
  return {
    run: (work) => context.with(own, work),
    startAttempt: (request) =>
      startAttemptSpan(request, { ...options, parent: own, server: call, metricAttributes }),
    end: (outcome) => {
      const { state, error, chargeUsd, frameCount, firstFrameMs, usage } = outcome;
      const failure = state === "failed" ? describeFailure(error) : null;
      const ending: Attributes = { [OUTCOME]: state, ...failure?.attributes };
      if (firstFrameMs !== null) span.addEvent(FIRST_FRAME, {}, startedAtMs + firstFrameMs);
      span.setAttributes({ ...ending, ...describeResult(outcome) });
      if (failure !== null) {
        const { message } = failure;
        span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) });
      }
      span.end();
      const { duration, charge, frames, tokens } = instruments();
      duration.record((performance.now() - startMs) / 1000, { ...metricAttributes, ...ending }, own);
      if (chargeUsd !== null) charge.add(chargeUsd, metricAttributes, own);
      if (frameCount !== null) frames.add(frameCount, metricAttributes, own);
      if (usage === null) return;
      const ofTokens = { ...userAttributes, ...chat };
      tokens.record(usage.promptTokens, { ...ofTokens, [GEN_AI_TOKEN_TYPE]: "input" }, own);
      tokens.record(usage.completionTokens, { ...ofTokens, [GEN_AI_TOKEN_TYPE]: "output" }, own);
    },
  };
}

/** Adds the name of the project, if there is one, to the user's attributes. */
export function addProject(
  attributes: Attributes | undefined,
  { project }: { readonly project?: string | undefined },
): Attributes {
  return { ...attributes, ...(project !== undefined && { [PROJECT]: project }) };
}

function nameSpan(name: HiveCallName, model: string | null): string {
  if (name === "ask") return model === null ? GEN_AI_CHAT : `${GEN_AI_CHAT} ${model}`;
  return name === "judge" ? "HiveVlm.judge" : `HiveClient.${name}`;
}

function describeChat({ model }: HiveCallAttributes): Attributes {
  return {
    [GEN_AI_OPERATION]: GEN_AI_CHAT,
    [GEN_AI_PROVIDER]: "hive",
    ...(model !== null && { [GEN_AI_MODEL]: model }),
  };
}

function describeResult({ chargeUsd, frameCount, usage }: HiveCallOutcome): Attributes {
  return {
    ...(chargeUsd !== null && { [CHARGE_USD]: chargeUsd }),
    ...(frameCount !== null && { [FRAME_COUNT]: frameCount }),
    ...(usage !== null && {
      [GEN_AI_INPUT_TOKENS]: usage.promptTokens,
      [GEN_AI_OUTPUT_TOKENS]: usage.completionTokens,
    }),
  };
}
