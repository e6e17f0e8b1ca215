import type { AnswerSchema } from "./answer-schema.ts";

/** The name of the vision language model in requests and replies. Source: reference/hive-api-2.md, section 1.1. */
export const CHAT_MODEL = "hive/vision-language-model";

/** An image of a chat request: the bytes of a `data:` URI, or a URL to download. */
export type ChatImage =
  | { readonly kind: "bytes"; readonly file: Blob }
  | { readonly kind: "url"; readonly url: string };

/** The video of a chat request. */
export type ChatVideo = {
  readonly url: string;
  /** The number of frames per second that the model sees. */
  readonly framesPerSecond: number;
  /** Whether all frames get one answer, or each frame one of its own. */
  readonly scope: "once" | "per_frame";
};

/** A chat completion request, checked. */
export type ChatRequest = {
  /** All texts of the messages, which count as tokens of the prompt. */
  readonly promptTexts: readonly string[];
  /**
   * The text to judge, without the instruction; `null` for none. The rule that separates them is emulator behavior.
   */
  readonly judgedText: string | null;
  /** The text that the rules of the emulator match: the judged text, or the instruction if there is none. */
  readonly matchedText: string;
  readonly images: readonly ChatImage[];
  /** `null` for none. */
  readonly video: ChatVideo | null;
  /** The maximum number of tokens in an answer. */
  readonly maxTokens: number;
  /** The schema of the answer; `null` for an answer in plain text. */
  readonly schema: AnswerSchema | null;
  /** Whether the request asks for strict adherence to the schema. */
  readonly isStrict: boolean;
};
