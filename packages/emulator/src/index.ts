export { createEmulator, type Emulator, type EmulatorTasks } from "./emulator.ts";
export type { EmulatorOptions } from "./emulator-options.ts";
export type {
  EmulatorModel,
  EmulatorModelType,
  EmulatorProject,
  EmulatorProjectOptions,
} from "./state/emulator-project.ts";
export type { JournalEntry } from "./state/journal.ts";
export type {
  BoundingPoly,
  EmulatorReply,
  LabelingReply,
  ModelReply,
  ReplyClass,
  ReplyFrame,
  ReplyMedia,
} from "./v1/reply.ts";
