import { functionValue, booleanValue, wholeNumber } from "../options/check-options.ts";
import type { OptionChecks } from "../options/check-options.ts";
import { extend } from "../client/option-checks.ts";
import type { MediaSource } from "../submission/submission.ts";
import type { Answer } from "./answer.ts";
import type { CategoryAnswers } from "./category-answers.ts";
import type { VlmImage, VlmVideo } from "./question.ts";
import { ASK_CHECKS } from "./vlm-option-checks.ts";
import type { AskOptions } from "./vlm-options.ts";

/**
 * The content to be judged: at most one of `media`, `url` and `images`, a text, or both. A `Submission` to a
 * `HiveClient` has this form, too. All images are read before the first call, and held in memory until the end, as
 * base64.
 */
export type JudgeItem = {
  /** The bytes of an image, which are held in memory and sent as a data URI. */
  readonly media?: MediaSource | undefined;
  /**
   * The media type of `media`, for images whose first bytes are not of a known type.
   * @defaultValue the type detected from the first bytes, or else that of the `Blob`
   */
  readonly contentType?: string | undefined;
  /** Not sent. Accepted because a `Submission` may have it. */
  readonly filename?: string | undefined;
  /** An `http:` or `https:` URL that Hive can reach, without user info: an image, or with `video`, a video. */
  readonly url?: string | URL | undefined;
  /** Several images, at least one. */
  readonly images?: readonly VlmImage[] | undefined;
  /** States that `url` is a video, and how to sample it. `{}` uses the defaults. Requires `url`. */
  readonly video?: VlmVideo | undefined;
  /** The text, of any length. An empty text counts as absent. */
  readonly text?: string | undefined;
};

/** The options of `judge`. Those of `ask`, except `timeoutMs`, apply to each of its calls. */
export type JudgeOptions = Omit<AskOptions, "timeoutMs"> & {
  /**
   * The deadline of the judgment with all its calls, in milliseconds. Range: 1 to 2 147 483 647.
   * @defaultValue that of the `HiveVlm`
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Whether to ask about each category in a separate call, which multiplies the number of calls by that of the
   * categories. Other clients report that the model tends to find nothing if one prompt asks many questions.
   * @defaultValue `false`
   */
  readonly perCategory?: boolean | undefined;
  /**
   * The maximum number of images in one call, from 1 to 5. With more than one, a verdict does not say which of them a
   * category applies to.
   * @defaultValue 1
   */
  readonly imagesPerCall?: number | undefined;
  /**
   * The maximum length of a text in one call, in Unicode code points, at least 100. A longer text is split into pieces
   * that overlap, as `splitText` does, and judged without the media.
   * @defaultValue 8000, which Hivekit chose: Hive documents no limit
   */
  readonly textCharacters?: number | undefined;
  /**
   * The maximum number of calls in flight, a whole number of at least 1.
   * @defaultValue 4
   */
  readonly concurrency?: number | undefined;
  /**
   * The maximum number of tokens of each answer, a whole number of at least 1.
   * @defaultValue 1024
   */
  readonly maxTokens?: number | undefined;
  /**
   * Called with each answer that fits, in order of arrival, for example to add up tokens. Its errors are ignored. Do
   * not log `raw` and `text`: an explanation may quote the content.
   */
  readonly onAnswer?: ((answer: Answer<CategoryAnswers>) => void) | undefined;
};

/** Checks how the content is divided into calls. */
export const DIVISION_CHECKS = {
  perCategory: booleanValue,
  imagesPerCall: wholeNumber(1, 5),
  textCharacters: wholeNumber(100),
};

/** Checks the options of `judge`. */
export const JUDGE_CHECKS: OptionChecks<JudgeOptions> = /* @__PURE__ */ extend(
  /* @__PURE__ */ extend(ASK_CHECKS, DIVISION_CHECKS),
  { concurrency: wholeNumber(1), maxTokens: wholeNumber(1), onAnswer: functionValue },
);
