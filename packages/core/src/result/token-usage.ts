/** The token counts of a call, as Hive reports them. Tokens of images are part of the prompt. */
export type TokenUsage = {
  /** The tokens of the request: prompt, media and text. */
  readonly promptTokens: number;
  /** The tokens of the answer. With `scope: "perFrame"`, those of all answers together. */
  readonly completionTokens: number;
  /** The sum of both. */
  readonly totalTokens: number;
};
