import { isHiveError } from "../error/is-hive-error.ts";
import { isModelName } from "../protocol/model-name.ts";
import type { HiveApi } from "../protocol/protocol.ts";
import { sumCharges } from "../result/sum-charges.ts";
import type { Task, TaskSummary } from "../result/task.ts";
import { isObject } from "../value/is-object.ts";
import { isForbiddenHeader } from "./forbidden-header.ts";
import { callSafely } from "./logger.ts";
import type { AttemptInfo } from "./attempt-info.ts";
import type {
  HiveAttemptRequest,
  HiveCallAttributes,
  HiveCallName,
  HiveCallOutcome,
  HiveCallSpan,
  HiveTelemetry,
  HiveTelemetryVerdict,
  HiveVerdictAttributes,
} from "./telemetry.ts";

/** The end of a call. The presence of `error` means that the call did not succeed. */
type CallEnding = {
  readonly error?: unknown;
  /** The task, if there is one. */
  readonly summary?: Task | TaskSummary | undefined;
  /** The number of frames, if it is known without the task. */
  readonly frameCount?: number;
  readonly usage?: HiveCallOutcome["usage"] | undefined;
  /** Whether to report the charge of the results. @defaultValue `true` */
  readonly isCharged?: boolean;
};

/** The trace of one attempt. No method throws. */
export type AttemptTrace = {
  /** Headers for the request: valid, and without those that only the client sets. */
  readonly headers: Readonly<Record<string, string>>;
  readonly run: <Value>(work: () => Promise<Value>) => Promise<Value>;
  readonly end: (info: AttemptInfo) => void;
};

/** The trace of one call. No method throws. */
export type CallTrace = {
  readonly run: <Value>(work: () => Promise<Value>) => Promise<Value>;
  readonly startAttempt: (request: HiveAttemptRequest) => AttemptTrace;
  /** Records the time of the first frame. */
  readonly onFirstFrame: () => void;
  /** Only the first call counts. */
  readonly end: (ending: CallEnding) => void;
};

/** The properties of a connection that a trace needs. */
export type TracedConnection = {
  readonly baseUrl: string;
  readonly endpoint: { readonly api: HiveApi };
  /** The model, if the call has none. */
  readonly model?: string | undefined;
};

/**
 * Starts the trace of a call.
 *
 * @param call - `options` and `submission` are those of the call, before they are checked.
 */
export function startTrace(
  telemetry: HiveTelemetry,
  name: HiveCallName,
  call: { readonly connection: TracedConnection; readonly options: unknown; readonly submission: unknown },
): CallTrace {
  const startMs = performance.now();
  let firstFrameMs: number | null = null;
  let hasEnded = false;
  const span = callOnce(() => telemetry.startCall(name, describeCall(name, call)));
  return {
    run: async (work) => runOnce(span, work),
    startAttempt: (request) => {
      const attempt = callOnce(() => span?.startAttempt(request));
      return {
        headers: callOnce(() => readHeaders(callOnce(() => attempt?.headers))) ?? {},
        run: async (work) => runOnce(attempt, work),
        end: (info) => void callSafely(() => attempt?.end(info)),
      };
    },
    onFirstFrame: () => {
      firstFrameMs ??= performance.now() - startMs;
    },
    end: (ending) => {
      if (hasEnded) return;
      hasEnded = true;
      void callSafely(() => span?.end({ ...describeEnding(ending, call.options), firstFrameMs }));
    },
  };
}

/** Reports a verdict, if there is telemetry: without its reasons, and without the results that a panel adds. */
export function recordVerdict(
  telemetry: HiveTelemetry | undefined,
  { decision, tags, unknownTags }: HiveTelemetryVerdict,
  attributes: HiveVerdictAttributes,
): void {
  if (telemetry === undefined) return;
  const verdict = { decision, tags: tags.map(({ tag }) => ({ tag })), unknownTags };
  void callSafely(() => telemetry.recordVerdict?.(verdict, attributes));
}

/** Calls a function of the telemetry. Returns `undefined` if it throws. */
function callOnce<Value>(action: () => Value): Value | undefined {
  let value: Value | undefined;
  // Also handles the rejection if it returns a promise.
  void callSafely(() => (value = action()));
  return value;
}

/**
 * Runs work exactly once, and returns its own result, whatever the telemetry does. The telemetry receives neither the
 * result nor the error.
 */
async function runOnce<Value>(
  span: Pick<HiveCallSpan, "run"> | undefined,
  work: () => Promise<Value>,
): Promise<Value> {
  let begin: (() => void) | undefined;
  const result = new Promise<Value>((resolve) => {
    begin = () => {
      // Not later: the work may call `start`, too.
      begin = undefined;
      resolve(work());
    };
  });
  const start = async (): Promise<void> => {
    begin?.();
    await result.catch(() => {});
  };
  void callSafely(() => span?.run(start));
  void start();
  return result;
}

/** @throws TypeError if a name or a value is invalid. */
function readHeaders(given: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries([...new Headers(given)].filter(([header]) => !isForbiddenHeader(header)));
}

function describeCall(
  name: HiveCallName,
  { connection, options, submission }: Parameters<typeof startTrace>[2],
): HiveCallAttributes {
  const { hostname, port, protocol } = new URL(connection.baseUrl);
  const { api } = connection.endpoint;
  const model: unknown = readProperties(options)["model"] ?? connection.model;
  const { media, images = media, url, text } = readProperties(submission);
  return {
    api,
    model: api === "v3" && submission !== undefined && isModelName(model) ? model : null,
    host: hostname,
    port: Number(port || (protocol === "http:" ? 80 : 443)),
    submission: isGiven(images) ? "media" : isGiven(url) ? "url" : isGiven(text) ? "text" : null,
    isStream: /frames/i.test(name),
  };
}

/** Returns the value as an object with unknown properties; an empty object if it has another type. */
function readProperties(value: unknown): { readonly [key: string]: unknown } {
  return isObject(value) ? value : {};
}

function isGiven(part: unknown): boolean {
  return (part ?? null) !== null;
}

function describeEnding(ending: CallEnding, options: unknown): Omit<HiveCallOutcome, "firstFrameMs"> {
  const { error = null, usage = null, isCharged = true } = ending;
  const isTaskError = isHiveError(error) && error.kind === "task";
  const task = ending.summary ?? (isTaskError ? error.partial : null);
  let taskFrames = 0;
  for (const result of task?.results ?? [])
    taskFrames += "frames" in result ? result.frames.length : result.frameCount;
  return {
    state: "error" in ending ? (isCancellation(error, options) ? "cancelled" : "failed") : "done",
    error,
    chargeUsd: task !== null && isCharged ? sumCharges(task.results) : null,
    frameCount: ending.frameCount ?? (task && taskFrames),
    usage,
  };
}

/** Checks whether the caller ended the call. The signals of panels and judgments also abort at a deadline. */
function isCancellation(error: unknown, options: unknown): boolean {
  const kind = isHiveError(error) && error.kind;
  const signal = readProperties(readProperties(options)["signal"]);
  return kind === "closed" || (kind !== "timeout" && Object.is(signal["reason"], error));
}
