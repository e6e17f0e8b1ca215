/**
 * The schemas of Hive's wire formats, named as Hive's own and ending in `Wire`, and of Hivekit's domain types. All are schemas of
 * zod/mini, and so Standard Schemas. Wire schemas name only what Hivekit reads, and let everything else through.
 */
export { BoxSchema, ClassScoreSchema, FrameSchema, MaskSchema } from "./schemas/frame-schema.ts";
export { ClassScoreWire, FrameWire } from "./schemas/frame-wire.ts";
export {
  EnvelopeWire,
  InputWire,
  MediaWire,
  OutputEnvelopeWire,
  StatusEntryWire,
} from "./schemas/reply-wire.ts";
export { ModelResultSchema, TaskSchema, TextHitSchema } from "./schemas/task-schema.ts";
