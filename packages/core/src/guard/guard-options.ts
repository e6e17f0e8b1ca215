import type { Submission } from "../submission/submission.ts";
import type { JudgeItem } from "../vlm/judge-options.ts";
import type { VlmQuestion } from "../vlm/question.ts";
import type { Budget } from "./budget.ts";
import type { Prices, TokenPrices } from "./prices.ts";

/** The options of `withBudget` for both kinds of clients. */
export type GuardOptions = {
  /** The budget. Several clients may share it. */
  readonly budget: Budget;
  /**
   * Called if the store of the budget fails after a call was sent. The result of the call is returned as usual, and its
   * amount stays reserved. Errors of this function are ignored.
   * @defaultValue the error is ignored
   */
  readonly onError?: ((error: unknown) => void) | undefined;
};

/** The options of `withBudget` for a `HiveClient`. */
export type WithBudgetOptions = GuardOptions & {
  /**
   * Returns the amount to reserve for a submission, in US dollars, at least 0. It must not read the media. If it
   * throws, the call throws the same error.
   * @defaultValue the largest charge of this client so far for the same kind (image, GIF, video, audio, text, or
   * unknown), at most the limit of the budget. Before the first charge, an estimate by `prices`, for a video or audio
   * of 60 s or a GIF of 5 s. The kind is detected from `contentType`, bytes in memory, the type of the file, or the
   * extension of the file name or URL. An unknown kind is estimated as a video
   */
  readonly estimateUsd?: ((submission: Submission) => number) | undefined;
  /** The prices of the project, for estimates. @defaultValue `LIST_PRICES` */
  readonly prices?: Prices | undefined;
};

/** The options of `withBudget` for a `HiveVlm`. Pass `prices`, `estimateUsd` or both. */
export type WithVlmBudgetOptions = GuardOptions & {
  /**
   * Returns the amount to reserve for a question or a judgment with all its calls, in US dollars, at least 0.
   * @defaultValue the price of the tokens that `estimateTokens` estimates, with the largest number of tokens for each
   * image, plus `maxTokens` for each answer; a video counts as one of 60 s
   */
  readonly estimateUsd?: ((content: VlmQuestion | JudgeItem) => number) | undefined;
  /**
   * The prices of tokens. Hive's prices are not known, so there is no default. Without prices, each call settles at its
   * estimate.
   */
  readonly prices?: TokenPrices | undefined;
};
