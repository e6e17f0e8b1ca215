export { EmulatorOptionsError } from "./options/options-error.ts";
export type { ChatFaultAct } from "./faults/chat-fault-kinds.ts";
export type { EmulatorFault, FaultAct, FaultKind } from "./faults/fault-kinds.ts";
export type { FaultInput } from "./faults/read-faults.ts";
export type { ApiGeneration, EmulatorModel, EmulatorModelType } from "./model/emulator-model.ts";
export type {
  EmulatorBox,
  EmulatorFace,
  EmulatorHashMatch,
  EmulatorLogo,
  EmulatorPattern,
  EmulatorRule,
  EmulatorRuleFrames,
  EmulatorRuleMatch,
  EmulatorSpokenWord,
  EmulatorTextBlock,
  EmulatorTimes,
  EmulatorTranscript,
} from "./rules/emulator-rule.ts";
export {
  createEmulator,
  type Emulator,
  type EmulatorCallbacks,
  type EmulatorFaults,
  type EmulatorReply,
  type EmulatorTasks,
} from "./server/emulator.ts";
export type { AccountSummary } from "./state/account.ts";
export type { CallbackEntry } from "./state/callback-log.ts";
export type { EmulatorFile, EmulatorOptions } from "./state/emulator-options.ts";
export type {
  EmulatorProject,
  EmulatorProjectOptions,
  EmulatorRateLimit,
  EmulatorVariants,
} from "./state/emulator-project.ts";
export type { EmulatorProjectSummary } from "./state/emulator-state.ts";
export type { EmulatorTaskState } from "./state/emulator-task.ts";
export type { JournalEntry } from "./state/journal.ts";
export type { SubmissionField } from "./state/submission.ts";
export type { EmulatorTaskSummary } from "./state/task-summary.ts";
export { JournalMismatch, type JournalMatch, type JournalVerifier } from "./state/verify-journal.ts";
export type { Sleep } from "./time/pause.ts";
export type { V1ModelReply } from "./v1/v1-reply.ts";
export type {
  AiAudioReply,
  AiMusicReply,
  CelebrityReply,
  CsamReply,
  TranslationReply,
} from "./v2/v2-model-replies.ts";
export type { V2Callback, V2Reply } from "./v2/v2-reply.ts";
export type { ChatChoice, ChatReply } from "./v3/chat-reply.ts";
export type { V3Output, V3Reply } from "./v3/v3-reply.ts";
export type { CsamEntry, CsamHash } from "./wire/csam-entry.ts";
export type { LabelingReply } from "./wire/labeling-reply.ts";
export type {
  AlgorithmicTags,
  BoundingPoly,
  CelebrityFrame,
  LogoPoly,
  ReplyFrame,
} from "./wire/reply-frame.ts";
export type { ReplyInput, ReplyMedia } from "./wire/reply-input.ts";
export type { BoxDimensions, BoxVertex } from "./wire/reply-box.ts";
export type { StatusEntry, Translation } from "./wire/reply-status.ts";
export type {
  OcrFrame,
  ReplyClass,
  ReplyJudgedText,
  ReplyTextHit,
  SpeechEntry,
  TextBlockEntry,
  TextPoly,
  TranscriptEntry,
} from "./wire/reply-text.ts";
