import { isHiveError } from "../error/is-hive-error.ts";
import type { Verdict } from "../policy/verdict.ts";
import type { ChatMedia } from "../protocol/chat/plan-chat.ts";
import { openScope } from "../transport/call-scope.ts";
import type { CallScope } from "../transport/call-scope.ts";
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
import type { JudgeOptions } from "./judge-options.ts";
import { planJudgment } from "./plan-judgment.ts";
import type { PlannedCall } from "./plan-judgment.ts";
import type { PromptPolicy } from "./prompt-policy.ts";
import { readImageUri } from "./read-image-uri.ts";

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
    const media = await readMedia(content.media, { scope, maxMediaBytes: options.maxMediaBytes });
    const descriptions = Object.values(policy.categories).map(({ description }) => description);
    const secrets = [...content.secrets, policy.instructions, ...descriptions];
    const outcomes = await askAll(calls, policy, { ...options, media, secrets, scope });
    return combineAnswers(outcomes, { policy, isVideo: media.some(({ kind }) => kind === "video") });
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
): Promise<readonly ChatMedia[]> {
  const read: ChatMedia[] = [];
  for (const one of media) {
    if (one.kind !== "upload") read.push(one);
    else {
      const uri = readImageUri(one.upload, { maxMediaBytes, signal: scope.signal });
      read.push({ kind: "image", url: await scope.race(uri) });
    }
  }
  return read;
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
  const outcomes = new Map<number, CallOutcome>();
  const queue = calls.entries();
  /** Set when a category that blocks applies. */
  let isSettled = false;
  const work = async (): Promise<void> => {
    for (const [index, call] of queue) {
      if (scope.signal.aborted) return;
      const outcome = await askOne(call, policy, options);
      outcomes.set(index, outcome);
      if (!blocks(outcome, policy)) continue;
      isSettled = true;
      scope.abort(new DOMException("A category that blocks applies.", "AbortError"));
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(concurrency, calls.length) }, () => work()));
    if (!isSettled) scope.signal.throwIfAborted();
  } catch (error) {
    // Ends the other calls, too.
    scope.abort(error);
    if (!isSettled) throw error;
  }
  return [...outcomes].toSorted(([one], [other]) => one - other).map(([, outcome]) => outcome);
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
      {
        signal: scope.signal,
        // The judgment's own deadline ends earlier. Otherwise, the client's timeout could end a call too early.
        timeoutMs: options.timeoutMs,
        idleTimeoutMs: options.idleTimeoutMs,
        retry: options.retry,
        headers: options.headers,
        onAttempt: options.onAttempt,
        model: options.model,
        params: { temperature: 0, ...options.params },
      },
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
