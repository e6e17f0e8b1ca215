import { extend } from "../client/option-checks.ts";
import {
  checkOptions,
  createOptionError,
  mustBe,
  objectOf,
  required,
  stringValue,
  wholeNumber,
} from "../options/check-options.ts";
import type { OptionCheck, OptionChecks } from "../options/check-options.ts";
import { buildPrompt } from "./build-prompt.ts";
import { requirePromptPolicy } from "./define-prompt-policy.ts";
import { addTextNotice, fenceText } from "./fence-text.ts";
import { DIVISION_CHECKS } from "./judge-options.ts";
import type { JudgeOptions } from "./judge-options.ts";
import { planJudgment } from "./plan-judgment.ts";
import type { PromptPolicy } from "./prompt-policy.ts";

/** The tokens of a patch. */
const PATCH_TOKENS = 256;
/** The side of a tile in pixels. A square image of up to √2 times this side is one tile. */
const TILE_PX = 448;
const MAX_TILES = 6;
/** The characters of a token in English text, roughly. */
const CHARACTERS_PER_TOKEN = 4;

/** The size of an image in pixels. */
export type ImageSize = {
  /** The width in pixels, a whole number of at least 1. */
  readonly widthPx: number;
  /** The height in pixels, a whole number of at least 1. */
  readonly heightPx: number;
};

/** The content of a question or a judgment, for an estimate of its tokens. */
export type TokenEstimateOptions = Pick<JudgeOptions, "perCategory" | "imagesPerCall" | "textCharacters"> & {
  /** The sizes of the images. @defaultValue none */
  readonly images?: readonly ImageSize[] | undefined;
  /** The text to be judged, or the `text` of a question. @defaultValue none */
  readonly text?: string | undefined;
  /** The prompt of a question to `ask`, which is one call. Not together with `policy`. @defaultValue none */
  readonly prompt?: string | undefined;
  /**
   * The policy of `judge`, which may make several calls. `perCategory`, `imagesPerCall` and `textCharacters` require
   * it.
   * @defaultValue none
   */
  readonly policy?: PromptPolicy | undefined;
};

/** An estimate. */
export type TokenEstimate = {
  /** The number of calls: 1 without a policy. */
  readonly calls: number;
  /** The prompt tokens of all calls. */
  readonly promptTokens: number;
  /** The part of `promptTokens` for images. */
  readonly imageTokens: number;
};

const checkSize = required(
  objectOf<ImageSize>({ widthPx: required(wholeNumber(1)), heightPx: required(wholeNumber(1)) }),
);

const isList = mustBe("a list of sizes", Array.isArray);

const sizes: OptionCheck = (value, path, report) => {
  isList(value, path, report);
  if (Array.isArray(value)) value.forEach((size, index) => checkSize(size, `${path}[${index}]`, report));
};

const ESTIMATE_CHECKS: OptionChecks<TokenEstimateOptions> = /* @__PURE__ */ extend(DIVISION_CHECKS, {
  images: sizes,
  text: stringValue,
  prompt: stringValue,
  // Checked by `requirePromptPolicy`.
  policy: () => {},
});

/**
 * Estimates the prompt tokens of `ask` or `judge`. Sends nothing.
 *
 * Images: Hive documents 256 tokens for each square patch, and one patch for a square image of up to 633 × 633 pixels.
 * The division of larger images is inferred: up to six tiles of 448 pixels, in the grid whose aspect ratio is closest
 * to the image's, and one more patch for the complete image. Text: a token for four ASCII characters or one other
 * character, a rough estimate whose error may exceed 30 %. The tokens of a schema and of a video are not included.
 *
 * @throws HiveConfigError if an option is unknown or invalid.
 *
 * Source: https://docs.thehive.ai/docs/hive-vision-language-model-vlm (read 2026-11-30); docs/discoveries.md.
 *
 * @example
 * ```ts
 * import { estimateTokens } from "@hivekit/core/vlm";
 *
 * console.log(estimateTokens({ prompt: "Is it a dog?", images: [{ widthPx: 600, heightPx: 600 }] }).promptTokens);
 * ```
 */
export function estimateTokens(options: TokenEstimateOptions): TokenEstimate {
  checkOptions(options, ESTIMATE_CHECKS, "estimateTokens");
  const { images = [], text = "", prompt, policy } = options;
  rejectContradictions(options);
  const imageTokens = images.map((image) => countPatches(image) * PATCH_TOKENS);
  if (policy === undefined) {
    const sum = imageTokens.reduce((total, tokens) => total + tokens, 0);
    const question = prompt === undefined || text === "" ? (prompt ?? "") : addTextNotice(prompt);
    const promptTokens =
      sum + countTextTokens(question) + (text === "" ? 0 : countTextTokens(fenceText(text)));
    return { calls: 1, promptTokens, imageTokens: sum };
  }
  const rules = requirePromptPolicy(policy);
  const calls = planJudgment({ mediaCount: images.length, text: text === "" ? null : text }, rules, options);
  let ofImages = 0;
  let ofTexts = 0;
  for (const call of calls) {
    for (const index of call.mediaIndexes) ofImages += imageTokens[index] ?? 0;
    ofTexts += countTextTokens(buildPrompt(rules, call.categories));
    if (call.text !== null) ofTexts += countTextTokens(fenceText(call.text));
  }
  return { calls: calls.length, promptTokens: ofImages + ofTexts, imageTokens: ofImages };
}

function rejectContradictions(options: TokenEstimateOptions): void {
  const { policy, prompt } = options;
  const division = (["perCategory", "imagesPerCall", "textCharacters"] as const).find(
    (name) => options[name] !== undefined,
  );
  if (policy === undefined && division !== undefined) {
    throw createOptionError({ path: division, problem: "requires policy" }, "estimateTokens");
  }
  if (policy !== undefined && prompt !== undefined) {
    throw createOptionError(
      { path: "prompt", problem: "cannot be combined with policy; pass one of them" },
      "estimateTokens",
    );
  }
}

/** Counts the patches of an image: its tiles, plus the complete image if there are several tiles. */
function countPatches({ widthPx, heightPx }: ImageSize): number {
  const aspectRatio = widthPx / heightPx;
  let tiles = 1;
  let difference = Math.abs(aspectRatio - 1);
  // In ascending order: with equal ratios, more tiles are used only if the image is large enough for them.
  for (let count = 2; count <= MAX_TILES; count++) {
    for (let columns = 1; columns <= count; columns++) {
      if (count % columns !== 0) continue;
      const other = Math.abs(aspectRatio - (columns * columns) / count);
      const isLarge = widthPx * heightPx > (TILE_PX * TILE_PX * count) / 2;
      if (other < difference || (other === difference && isLarge)) {
        tiles = count;
        difference = other;
      }
    }
  }
  return tiles === 1 ? 1 : tiles + 1;
}

function countTextTokens(text: string): number {
  const ascii = text.replaceAll(/[^\0-\x7f]/gu, "").length;
  const others = Array.from(text).length - ascii;
  return Math.ceil(ascii / CHARACTERS_PER_TOKEN) + others;
}
