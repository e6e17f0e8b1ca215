import type { Reply } from "../api/reply.ts";
import { ApiError } from "../error/api-error.ts";
import type { AnswerFrame } from "../model/answer-frame.ts";
import type { FinishedTask } from "../state/emulator-task.ts";

/** An answer of the vision language model. */
export type ChatChoice = {
  /** The position in `choices`, from 0. With `per_frame`, it is the index of the frame. */
  readonly index: number;
  /** The message of the model. */
  readonly message: {
    /** The role of the model. */
    readonly role: "assistant";
    /** The answer: text, or JSON text if the request has a schema; `null` for a refusal, which only a fault causes. */
    readonly content: string | null;
    /** The reason of a refusal; absent without one. Emulator behavior, in OpenAI's format. */
    readonly refusal?: string;
  };
  /** `length` if the answer was cut at `max_tokens`, which is emulator behavior; otherwise `stop`. */
  readonly finish_reason: "stop" | "length";
};

/** A reply of v3's chat completions. Source: reference/hive-api-2.md, section 1.3. */
export type ChatReply = {
  /** The task's id, by default a UUID of version 1. */
  readonly id: string;
  /** The type of the reply. */
  readonly object: "chat.completion";
  /** The model in the request. */
  readonly model: string;
  /** When the request arrived, in milliseconds since 1970. */
  readonly created: number;
  /** One answer, or one per frame of a video with `per_frame`. */
  readonly choices: readonly ChatChoice[];
  /** The tokens, counted by the rules of the emulator. */
  readonly usage: {
    /** The tokens of the texts, images and frames in all prompts. */
    readonly prompt_tokens: number;
    /** The tokens of all answers. */
    readonly completion_tokens: number;
    /** The sum of both. */
    readonly total_tokens: number;
  };
};

type ChatFrame = Extract<AnswerFrame, { kind: "chat" }>;

/**
 * Converts a task to a reply of v3's chat completions.
 *
 * @throws ApiError 400 for a failed task, as in v3's other replies (emulator behavior).
 */
export function toChatReply(task: FinishedTask): Reply {
  const { result } = task;
  if (result.kind === "labels") throw new Error("labels have no chat format");
  if (result.status.code !== "0") throw new ApiError(400, result.status.message);
  const frames = result.frames.filter((frame) => frame.kind === "chat");
  return {
    envelope: (choices) => ({
      id: task.id,
      object: "chat.completion",
      model: task.modelPath,
      created: task.receivedOn.getTime(),
      choices,
      usage: sumUsage(frames),
    }),
    frameCount: frames.length,
    frameAt: (index) => toChoice(frames[index], index),
  };
}

function toChoice(frame: ChatFrame | undefined, index: number): ChatChoice {
  if (frame === undefined) throw new Error("a chat completion has no such choice");
  const { content, refusal, finishReason } = frame;
  return {
    index,
    message: { role: "assistant", content, ...(refusal === null ? {} : { refusal }) },
    finish_reason: finishReason,
  };
}

function sumUsage(frames: readonly ChatFrame[]): ChatReply["usage"] {
  const prompt = frames.reduce((sum, { promptTokens }) => sum + promptTokens, 0);
  const completion = frames.reduce((sum, { completionTokens }) => sum + completionTokens, 0);
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}
