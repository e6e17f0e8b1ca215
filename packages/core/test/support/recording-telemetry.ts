import type {
  AttemptInfo,
  HiveAttemptRequest,
  HiveCallAttributes,
  HiveCallName,
  HiveCallOutcome,
  HiveTelemetry,
  HiveTelemetryVerdict,
  HiveVerdictAttributes,
} from "../../src/index.ts";

/** An attempt as telemetry sees it. */
type RecordedAttempt = {
  readonly request: HiveAttemptRequest;
  /** How often `run` was called. */
  runs: number;
  readonly ends: AttemptInfo[];
};

/** A call as telemetry sees it. */
export type RecordedCall = {
  readonly name: HiveCallName;
  readonly attributes: HiveCallAttributes;
  readonly attempts: RecordedAttempt[];
  /** How often `run` was called. */
  runs: number;
  readonly ends: HiveCallOutcome[];
};

/** Telemetry that records everything that it receives. */
export type RecordingTelemetry = HiveTelemetry & {
  readonly calls: RecordedCall[];
  readonly verdicts: (readonly [HiveTelemetryVerdict, HiveVerdictAttributes])[];
};

/** Creates a recording telemetry. @param headers - The headers that it adds to each attempt. */
export function recordingTelemetry(headers?: Readonly<Record<string, string>>): RecordingTelemetry {
  const calls: RecordedCall[] = [];
  const verdicts: RecordingTelemetry["verdicts"] = [];
  return {
    calls,
    verdicts,
    recordVerdict: (...verdict) => verdicts.push(verdict),
    startCall: (name, attributes) => {
      const call: RecordedCall = { name, attributes, attempts: [], runs: 0, ends: [] };
      calls.push(call);
      return {
        run: (work) => {
          call.runs++;
          return work();
        },
        startAttempt: (request) => {
          const attempt: RecordedAttempt = { request, runs: 0, ends: [] };
          call.attempts.push(attempt);
          return {
            headers,
            run: (work) => {
              attempt.runs++;
              return work();
            },
            end: (info) => attempt.ends.push(info),
          };
        },
        end: (outcome) => call.ends.push(outcome),
      };
    },
  };
}

/** Describes a call in one line per attempt, and one for its end. */
export function describeRecorded(call: RecordedCall | undefined): readonly string[] {
  if (call === undefined) return [];
  const lines = call.attempts.map(({ request, runs, ends }) => {
    const ended = ends.map(
      ({ status, willRetry, mayBeBilled }) =>
        `${status ?? "no response"}${willRetry ? ", retried" : ""}${mayBeBilled ? ", may be billed" : ""}`,
    );
    return `${request.attempt}: ${request.method} ${request.url} fetched ${runs} times, ended ${ended.join(" + ")}`;
  });
  const ends = call.ends.map(
    ({ state, chargeUsd, frameCount }) => `${state}, $${chargeUsd}, ${frameCount} frames`,
  );
  return [...lines, `ended ${ends.join(" + ")}`];
}
