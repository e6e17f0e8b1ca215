import { numberFrom, required } from "../options/check-options.ts";
import type { OptionChecks } from "../options/check-options.ts";
import type { TokenUsage } from "../result/token-usage.ts";
import { estimateTokens } from "../vlm/estimate-tokens.ts";
import type { JudgeItem, JudgeOptions } from "../vlm/judge-options.ts";
import type { PromptPolicy } from "../vlm/prompt-policy.ts";
import type { VlmQuestion } from "../vlm/question.ts";
import { isObject } from "../value/is-object.ts";
import { checkEstimate } from "./guard-client.ts";
import { GuardedCall, readLimits, withOnAttempt } from "./guarded-call.ts";
import type { HiveVlmCalls } from "./hive-calls.ts";
import type { WithVlmBudgetOptions } from "./guard-options.ts";
import type { TokenPrices } from "./prices.ts";

const price = /* @__PURE__ */ required(/* @__PURE__ */ numberFrom(0, 1_000_000));

/** Checks the prices of tokens. */
export const TOKEN_PRICE_CHECKS: OptionChecks<TokenPrices> = {
  usdPerMillionPromptTokens: price,
  usdPerMillionCompletionTokens: price,
};

/** An image that takes the most tokens: six tiles and the complete image. The size of an image is not known. */
const LARGEST_IMAGE = { widthPx: 1344, heightPx: 896 };
/** The tokens of a frame of a video: one patch. */
const FRAME_TOKENS = 256;
/** The assumed duration of a video, in seconds. */
const VIDEO_SECONDS = 60;
/** The default of `ask` and `judge`. */
const MAX_TOKENS = 1024;

/** The estimate of a question or a judgment. */
type Estimate = {
  readonly usd: number;
  /** The number of calls. */
  readonly calls: number;
};

/** Guards the calls of a vision language model. See `withBudget`. */
export function guardVlm(vlm: HiveVlmCalls, options: WithVlmBudgetOptions): HiveVlmCalls {
  const { budget, onError, prices, estimateUsd } = options;

  const chargeOf = (
    usage: Pick<TokenUsage, "promptTokens" | "completionTokens">,
    tokenPrices: TokenPrices,
  ): number =>
    (usage.promptTokens * tokenPrices.usdPerMillionPromptTokens +
      usage.completionTokens * tokenPrices.usdPerMillionCompletionTokens) /
    1_000_000;

  const estimate = (content: VlmQuestion | JudgeItem, listTokens: () => CallTokens): Estimate => {
    const { calls, ...tokens } = listTokens();
    if (estimateUsd !== undefined) return { usd: checkEstimate(estimateUsd(content)), calls };
    // `withBudget` requires one of the two.
    return { usd: prices === undefined ? 0 : chargeOf(tokens, prices), calls };
  };

  /** Runs a question or a judgment with its reservation. `take` adds the tokens of an answer. */
  const run = async <Result, Options extends object>(
    { usd, calls }: Estimate,
    callOptions: Options,
    action: (tracked: Options, take: (usage: TokenUsage) => void) => Promise<Result>,
  ): Promise<Result> => {
    const limits = readLimits(callOptions);
    const { signal, timeoutMs } = limits;
    const reservation = await budget.reserve(usd, { signal, timeoutMs });
    const call = new GuardedCall(reservation, { attemptUsd: usd / calls, limits, onError });
    let answerCount = 0;
    let chargeUsd = 0;
    try {
      return await action(
        withOnAttempt(callOptions, (attempt) => call.track(attempt)),
        (usage) => {
          answerCount++;
          chargeUsd += prices === undefined ? usd / calls : chargeOf(usage, prices);
        },
      );
    } finally {
      await call.end(call.wasSent ? { chargeUsd, answerCount } : { chargeUsd: 0, answerCount: 0 });
    }
  };

  const ask = async (question: VlmQuestion, callOptions: object = {}) => {
    const cost = estimate(question, () => countAskTokens(question));
    return run(cost, callOptions, async (tracked, take) => {
      const answer = await vlm.ask(question, tracked);
      take(answer.usage);
      return answer;
    });
  };

  return {
    ask,
    async judge(item, policy, judgeOptions = {}) {
      const cost = estimate(item, () => countJudgeTokens(item, policy, judgeOptions));
      return run(cost, judgeOptions, async (tracked, take) =>
        vlm.judge(item, policy, withOnAnswer(tracked, take)),
      );
    },
  };
}

type CallTokens = {
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
};

/** Counts the tokens of a question, as far as it is valid: the client rejects an invalid one. */
function countAskTokens(question: VlmQuestion): CallTokens {
  const { prompt, text, video, maxTokens, images }: { readonly [key: string]: unknown } = isObject(question)
    ? { ...question }
    : {};
  const { promptTokens } = estimateTokens({
    prompt: typeof prompt === "string" ? prompt : "",
    text: typeof text === "string" ? text : "",
    images: listImages(question, images),
  });
  const frameCount = countVideoFrames(video);
  const isPerFrame = isObject(video) && video["scope"] === "perFrame";
  return {
    calls: 1,
    promptTokens: promptTokens + frameCount * FRAME_TOKENS,
    completionTokens: readCount(maxTokens, MAX_TOKENS) * (isPerFrame ? frameCount : 1),
  };
}

/** @throws HiveConfigError if the policy or an option is invalid. */
function countJudgeTokens(item: JudgeItem, policy: PromptPolicy, options: JudgeOptions): CallTokens {
  const { text, video, images }: { readonly [key: string]: unknown } = isObject(item) ? { ...item } : {};
  const { perCategory, imagesPerCall, textCharacters, maxTokens }: JudgeOptions = { ...options };
  const { calls, promptTokens } = estimateTokens({
    policy,
    text: typeof text === "string" ? text : "",
    images: listImages(item, images),
    perCategory,
    imagesPerCall,
    textCharacters,
  });
  const frameCount = countVideoFrames(video);
  const isPerFrame = isObject(video) && video["scope"] === "perFrame";
  return {
    calls: Math.max(1, calls),
    promptTokens: promptTokens + calls * frameCount * FRAME_TOKENS,
    completionTokens: calls * readCount(maxTokens, MAX_TOKENS) * (isPerFrame ? frameCount : 1),
  };
}

/** Lists an image of the largest size for each image of the content; one for a video. */
function listImages(content: VlmQuestion | JudgeItem, images: unknown): readonly (typeof LARGEST_IMAGE)[] {
  if (Array.isArray(images)) return images.map(() => LARGEST_IMAGE);
  const { media, url }: { readonly [key: string]: unknown } = isObject(content) ? { ...content } : {};
  return media === undefined && url === undefined ? [] : [LARGEST_IMAGE];
}

function countVideoFrames(video: unknown): number {
  if (!isObject(video)) return 0;
  const { fps } = video;
  return Math.floor(VIDEO_SECONDS * (typeof fps === "number" && fps > 0 && fps < 1000 ? fps : 1)) + 1;
}

function readCount(value: unknown, fallback: number): number {
  return Number.isSafeInteger(value) && Number(value) > 0 ? Math.min(Number(value), 1_000_000) : fallback;
}

/** Adds an `onAnswer` that runs before the caller's. Returns invalid options unchanged: the client rejects them. */
function withOnAnswer(options: JudgeOptions, take: (usage: TokenUsage) => void): JudgeOptions {
  if (!isObject(options)) return options;
  const { onAnswer } = options;
  if (onAnswer !== undefined && typeof onAnswer !== "function") return options;
  return {
    ...options,
    onAnswer: (answer) => {
      take(answer.usage);
      return onAnswer?.(answer);
    },
  };
}
