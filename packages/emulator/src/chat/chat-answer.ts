import type { AnswerSchema } from "./answer-schema.ts";
import { countTextTokens, cutToTokens } from "./count-tokens.ts";

/** The answer of one choice. */
export type ChatAnswer = {
  /** The text; `null` for a refusal. */
  readonly content: string | null;
  /** The reason of a refusal; `null` for an answer. */
  readonly refusal: string | null;
  readonly finishReason: "stop" | "length";
  readonly completionTokens: number;
};

/** The question that an answer belongs to. */
export type ChatQuestion = {
  /** The maximum number of tokens in the answer. */
  readonly maxTokens: number;
  /** The schema of the answer; `null` for an answer in plain text. */
  readonly schema: AnswerSchema | null;
  /** Returns the answer of a model that obeys the judged text. */
  readonly obeyText: () => string;
};

/** Creates an answer, cut to the maximum number of tokens. */
export function createChatAnswer(
  content: string,
  { maxTokens }: Pick<ChatQuestion, "maxTokens">,
): ChatAnswer {
  const completionTokens = countTextTokens(content);
  if (completionTokens <= maxTokens)
    return { content, refusal: null, finishReason: "stop", completionTokens };
  return {
    content: cutToTokens(content, maxTokens),
    refusal: null,
    finishReason: "length",
    completionTokens: maxTokens,
  };
}
