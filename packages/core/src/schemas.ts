/**
 * The schemas of Hive's wire formats, whose names end in `Wire`, and of Hivekit's domain types. All are schemas of
 * zod/mini, and thus Standard Schemas. Wire schemas validate only the properties that Hivekit reads.
 */
export {
  BoxSchema,
  ClassScoreSchema,
  FrameSchema,
  MaskSchema,
  MatchSchema,
  TextBlockSchema,
  TranscriptSchema,
} from "./schemas/frame-schema.ts";
export { ClassScoreWire, FrameWire } from "./schemas/frame-wire.ts";
export {
  EnvelopeWire,
  InputWire,
  MediaWire,
  OutputEnvelopeWire,
  StatusEntryWire,
} from "./schemas/reply-wire.ts";
export { ModelResultSchema, TaskSchema, TextHitSchema } from "./schemas/task-schema.ts";
