import { isHiveError } from "../error/is-hive-error.ts";
import type { Verdict } from "../policy/verdict.ts";
import type { ChatMedia } from "../protocol/chat/plan-chat.ts";
import { openScope } from "../transport/call-scope.ts";
import type { CallScope } from "../transport/call-scope.ts";
import { toDataUri } from "../transport/data-uri.ts";
import { callSafely } from "../transport/logger.ts";
import type { AskModel } from "./ask-model.ts";
import { buildAnswerSchema, buildPrompt } from "./build-prompt.ts";
import type { CategoryAnswers } from "./category-answers.ts";
import { readCategoryAnswers } from "./category-answers.ts";
import type { CheckedContent } from "./check-content.ts";
import { combineAnswers } from "./combine-answers.ts";
import type { CallOutcome } from "./combine-answers.ts";
import { compileSchema } from "./compile-schema.ts";
import { fenceText } from "./fence-text.ts";
import { mayBeAnimated } from "./may-be-animated.ts";
import type { JudgeOptions } from "./judge-options.ts";
import { planJudgment } from "./plan-judgment.ts";
import type { PlannedCall } from "./plan-judgment.ts";
import type { PromptPolicy } from "./prompt-policy.ts";
import { readImage } from "./read-image.ts";

const DEFAULT_CONCURRENCY = 4;
const DEFAULT_MAX_TOKENS = 1024;

/** The access of a judgment to the model. */
export type JudgeContext = {
  readonly ask: AskModel;
  /** The maximum size of an image, in bytes; `null` for no limit. */
  readonly maxMediaBytes: number | null;
  /** The deadline of the judgment, in milliseconds. */
  readonly timeoutMs: number;
};

/**
 * Asks the model about each category, and computes the verdict.
 *
 * @throws the errors of a call, unless a category that blocks is already known to apply; the signal's reason.
 */
export async function judgeItem(
  content: CheckedContent,
  policy: PromptPolicy,
  options: JudgeOptions & JudgeContext,
): Promise<Verdict> {
  const scope = openScope({ timeoutMs: options.timeoutMs, signals: [options.signal] });
  try {
    scope.signal.throwIfAborted();
    const { text } = content;
    const calls = planJudgment({ mediaCount: content.media.length, text }, policy, options);
    const { maxMediaBytes } = options;
    const { media, animated } = await readMedia(content.media, { scope, maxMediaBytes });
    const descriptions = Object.values(policy.categories).map(({ description }) => description);
    const secrets = [...content.secrets, policy.instructions, ...descriptions];
    const outcomes = await askAll(calls, policy, { ...options, media, secrets, scope });
    const isVideo = media.some(({ kind }) => kind === "video");
    return combineAnswers(outcomes, { policy, isVideo, animated });
  } finally {
    scope.close();
  }
}

/**
 * Reads each image once, even if several calls send it. All images are read before the first call, so that nothing is
 * sent if one of them cannot be read.
 */
async function readMedia(
  media: readonly ChatMedia[],
  { scope, maxMediaBytes }: { readonly scope: CallScope; readonly maxMediaBytes: number | null },
): Promise<{
  readonly media: readonly ChatMedia[];
  /** The indexes of images that may have several frames. Those of a URL are not known. */
  readonly animated: readonly number[];
}> {
  const read: ChatMedia[] = [];
  const animated: number[] = [];
  for (const [index, one] of media.entries()) {
    if (one.kind !== "upload") read.push(one);
    else {
      const image = await scope.race(readImage(one.upload, { maxMediaBytes, signal: scope.signal }));
      read.push({ kind: "image", url: toDataUri(image.contentType, image.bytes) });
      if (mayBeAnimated(image.bytes)) animated.push(index);
    }
  }
  return { media: read, animated };
}

type AskAllOptions = JudgeOptions &
  JudgeContext & {
    readonly media: readonly ChatMedia[];
    readonly secrets: readonly string[];
    readonly scope: CallScope;
  };

/** Makes the calls, several at a time, until `block` is settled. */
async function askAll(
  calls: readonly PlannedCall[],
  policy: PromptPolicy,
  options: AskAllOptions,
): Promise<readonly CallOutcome[]> {
  const { scope, concurrency = DEFAULT_CONCURRENCY } = options;
  const outcomes: (CallOutcome | null)[] = calls.map(() => null);
  const queue = calls.entries();
  /** Set when a category that blocks applies. */
  let isSettled = false;
  const work = async (): Promise<void> => {
    for (const [index, call] of queue) {
      if (scope.signal.aborted) return;
      const outcome = await askOne(call, policy, options);
      outcomes[index] = outcome;
      if (!blocks(outcome, policy)) continue;
      isSettled = true;
      // With the reason of the platform: an `AbortError`.
      scope.abort(undefined);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(concurrency, calls.length) }, () => work()));
    if (!isSettled) scope.signal.throwIfAborted();
  } catch (error) {
    // Ends the other calls, too. The error is not theirs: they may still be billed.
    scope.abort(undefined);
    if (!isSettled) throw error;
  }
  return outcomes.filter((outcome) => outcome !== null);
}

/** @throws the error of the call, unless only the answer is unusable: another attempt may have the same answer. */
async function askOne(call: PlannedCall, policy: PromptPolicy, options: AskAllOptions): Promise<CallOutcome> {
  const { ask, scope, media, onAnswer, maxTokens = DEFAULT_MAX_TOKENS } = options;
  const { categories, mediaIndexes, text } = call;
  // For the message of the deadline. Earlier calls are billed, too.
  scope.mayBeBilled = true;
  try {
    const answer = await ask<CategoryAnswers>(
      {
        prompt: buildPrompt(policy, categories),
        media: media.filter((_one, index) => mediaIndexes.includes(index)),
        text: text === null ? null : fenceText(text),
        schema: compileSchema({
          jsonSchema: buildAnswerSchema(policy, categories),
          parse: (json) => readCategoryAnswers(json, categories, policy.explain === true),
        }),
        maxTokens,
        secrets: options.secrets,
      },
      // The deadline of the judgment instead of the client's timeout, which could end a call earlier.
      { ...options, signal: scope.signal, params: { temperature: 0, ...options.params } },
    );
    void callSafely(() => onAnswer?.(answer));
    const isPerFrame = answer.frames.length > 0;
    return { call, isPerFrame, answers: isPerFrame ? answer.frames : [{ index: 0, value: answer.value }] };
  } catch (error) {
    // Without an offset in bytes, the body is a response of the model.
    const isUnusable = isHiveError(error) && error.kind === "decode" && error.byteOffset === null;
    if (!isUnusable || scope.signal.aborted) throw error;
    return { call, problem: error.message };
  }
}

function blocks({ answers = [] }: CallOutcome, { categories }: PromptPolicy): boolean {
  return answers.some(({ value }) =>
    Object.entries(value).some(([name, answer]) => answer === true && categories[name]?.decision === "block"),
  );
}
