/** A client for Hive's vision language model: ask questions about images, videos and texts. */
export type { Answer, FrameAnswer, TokenUsage } from "./vlm/answer.ts";
export { HiveVlm } from "./vlm/hive-vlm.ts";
export type { TypedVlmQuestion, VlmImage, VlmQuestion, VlmVideo } from "./vlm/question.ts";
export type {
  AnswerSchema,
  JsonAnswerSchema,
  SchemaIssue,
  SchemaResult,
  StandardAnswerSchema,
} from "./vlm/schema.ts";
export type { AskOptions, HiveVlmOptions, VlmLimits } from "./vlm/vlm-options.ts";
