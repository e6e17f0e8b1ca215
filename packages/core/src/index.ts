export { HiveClient } from "./client.ts";
export type { CallOptions, HiveClientOptions } from "./client-options.ts";
export type { HiveErrorReason } from "./error/error-reason.ts";
export { HiveClosedError } from "./error/hive-closed-error.ts";
export { HiveConfigError } from "./error/hive-config-error.ts";
export { HiveDecodeError } from "./error/hive-decode-error.ts";
export { HiveError, isHiveError } from "./error/hive-error.ts";
export type { AnyHiveError, HiveErrorKind } from "./error/hive-error.ts";
export { HiveHttpError } from "./error/hive-http-error.ts";
export { HiveInputError } from "./error/hive-input-error.ts";
export { HiveNetworkError } from "./error/hive-network-error.ts";
export { HiveTaskError } from "./error/hive-task-error.ts";
export { HiveTimeoutError } from "./error/hive-timeout-error.ts";
export type { HiveTimeoutLimit } from "./error/hive-timeout-error.ts";
export type { FrameStream } from "./frames/frame-stream.ts";
export type { ClassName, ClassScore } from "./result/class-score.ts";
export type { Bounds, Box, Frame, FrameKind, Mask, Vertex } from "./result/frame.ts";
export type {
  MediaInfo,
  ModelResult,
  ModelResultSummary,
  Task,
  TaskHead,
  TaskSummary,
  TextHit,
  TextInfo,
} from "./result/task.ts";
export type {
  MediaBytes,
  MediaSource,
  MediaSubmission,
  Submission,
  TextSubmission,
  UrlSubmission,
} from "./submission/submission.ts";
