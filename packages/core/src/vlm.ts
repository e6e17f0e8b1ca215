/** A client for Hive's vision language model: questions about images, videos and texts, and verdicts by a prompt policy. */
export type { TokenUsage } from "./result/token-usage.ts";
export type { Answer, FrameAnswer } from "./vlm/answer.ts";
export type { CategoryAnswers } from "./vlm/category-answers.ts";
export { definePromptPolicy } from "./vlm/define-prompt-policy.ts";
export { estimateTokens } from "./vlm/estimate-tokens.ts";
export type { ImageSize, TokenEstimate, TokenEstimateOptions } from "./vlm/estimate-tokens.ts";
export { HiveVlm } from "./vlm/hive-vlm.ts";
export type { JudgeItem, JudgeOptions } from "./vlm/judge-options.ts";
export type { PromptCategory, PromptPolicy } from "./vlm/prompt-policy.ts";
export type { TypedVlmQuestion, VlmImage, VlmQuestion, VlmVideo } from "./vlm/question.ts";
export type {
  AnswerSchema,
  JsonAnswerSchema,
  SchemaIssue,
  SchemaResult,
  StandardAnswerSchema,
} from "./vlm/schema.ts";
export type { AskOptions, HiveVlmOptions, VlmLimits } from "./vlm/vlm-options.ts";
