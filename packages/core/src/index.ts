export type { CallOptions, SubmitOptions, TaskOptions } from "./client/call-options.ts";
export type { HiveClientOptions, HiveLimits } from "./client/client-options.ts";
export { HiveClient } from "./client/hive-client.ts";
export type { TaskHandle } from "./client/hive-client.ts";
export { readFrames } from "./client/read-frames.ts";
export type { ReadFramesOptions } from "./client/read-frames.ts";
export type { HiveErrorReason } from "./error/error-reason.ts";
export { HiveBudgetError } from "./error/hive-budget-error.ts";
export type { HiveBudgetEvidence } from "./error/hive-budget-error.ts";
export { HiveClosedError } from "./error/hive-closed-error.ts";
export { HiveConfigError } from "./error/hive-config-error.ts";
export { HiveDecodeError } from "./error/hive-decode-error.ts";
export { HiveError } from "./error/hive-error.ts";
export type { HiveErrorKind } from "./error/hive-error.ts";
export { HiveHttpError } from "./error/hive-http-error.ts";
export { HiveInputError } from "./error/hive-input-error.ts";
export { HiveNetworkError } from "./error/hive-network-error.ts";
export { HiveTaskError } from "./error/hive-task-error.ts";
export { HiveTimeoutError } from "./error/hive-timeout-error.ts";
export type { HiveTimeoutLimit } from "./error/hive-timeout-error.ts";
export { isHiveError } from "./error/is-hive-error.ts";
export type { AnyHiveError } from "./error/is-hive-error.ts";
export type { FrameLimits } from "./frames/frame-reader.ts";
export type { FrameStream } from "./frames/frame-stream.ts";
export { decodeTask } from "./protocol/decode-task.ts";
export type { HiveApi } from "./protocol/protocol.ts";
export type { TaskLook } from "./protocol/reply/decode-poll.ts";
export type { BoxClass, ClassName, ClassScore, KnownClassName } from "./result/class-score.ts";
export type { TokenUsage } from "./result/token-usage.ts";
export { frameSpans } from "./result/frame-spans.ts";
export type { FrameSpans, SpannedFrame, TimedFrame } from "./result/frame-spans.ts";
export type {
  Bounds,
  Box,
  Frame,
  FrameKind,
  Mask,
  Match,
  MatchHash,
  TextBlock,
  Transcript,
  TranscriptWord,
  Vertex,
} from "./result/frame.ts";
export { isRestricted } from "./protocol/is-restricted.ts";
export { redactTask } from "./protocol/redact-task.ts";
export type {
  MediaInfo,
  ModelResult,
  ModelResultSummary,
  Provenance,
  Task,
  TaskHead,
  TaskSummary,
  TextHit,
  TextInfo,
} from "./result/task.ts";
export { mediaTypeOf } from "./submission/media-type.ts";
export type { MediaType } from "./submission/media-type.ts";
export type {
  MediaBytes,
  MediaFile,
  MediaSource,
  MediaSubmission,
  Submission,
  TextSubmission,
  UrlSubmission,
} from "./submission/submission.ts";
export type { HiveLogFields, HiveLogger } from "./transport/logger.ts";
export type { RetryOptions } from "./transport/retry.ts";
export type { AttemptInfo } from "./transport/attempt-info.ts";
export type {
  HiveAttemptRequest,
  HiveAttemptSpan,
  HiveCallAttributes,
  HiveCallName,
  HiveCallOutcome,
  HiveCallSpan,
  HiveTelemetry,
  HiveTelemetryVerdict,
  HiveVerdictAttributes,
} from "./transport/telemetry.ts";
