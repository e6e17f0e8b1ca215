export type { CallbackEntry } from "./callbacks/callback-log.ts";
export { EmulatorOptionsError } from "./check/options-error.ts";
export {
  createEmulator,
  type Emulator,
  type EmulatorCallbacks,
  type EmulatorFaults,
  type EmulatorTasks,
} from "./emulator.ts";
export type { EmulatorOptions } from "./emulator-options.ts";
export type { EmulatorFault, FaultAct, FaultKind } from "./faults/emulator-fault.ts";
export type { FaultInput } from "./faults/fault-plan.ts";
export type { Sleep } from "./pace/pause.ts";
export type {
  EmulatorPattern,
  EmulatorRule,
  EmulatorRuleFrames,
  EmulatorRuleMatch,
} from "./rules/emulator-rule.ts";
export type { AccountSummary } from "./state/account.ts";
export type {
  ApiGeneration,
  EmulatorModel,
  EmulatorModelType,
  EmulatorProject,
  EmulatorProjectOptions,
  EmulatorRateLimit,
  EmulatorVariants,
} from "./state/emulator-project.ts";
export type { EmulatorFile } from "./state/emulator-state.ts";
export type { EmulatorTaskState } from "./state/emulator-task.ts";
export type { JournalEntry } from "./state/journal.ts";
export type { EmulatorProjectSummary } from "./state/project-summary.ts";
export type { EmulatorTaskSummary } from "./state/task-summary.ts";
export { JournalMismatch, type JournalMatch, type JournalVerifier } from "./state/verify-journal.ts";
export type { EmulatorReply } from "./submit/reply-to.ts";
export type { SubmissionField } from "./submit/submission.ts";
export type { V1ModelReply } from "./v1/v1-reply.ts";
export type { V2Callback, V2Reply } from "./v2/v2-reply.ts";
export type { V3Output, V3Reply } from "./v3/v3-reply.ts";
export type { LabelingReply } from "./wire/labeling-reply.ts";
export type { ReplyInput, ReplyMedia } from "./wire/model-input.ts";
export type { ReplyTextHit, StatusEntry } from "./wire/status-entry.ts";
export type { BoundingPoly, ReplyClass, ReplyFrame } from "./wire/status-frame.ts";
