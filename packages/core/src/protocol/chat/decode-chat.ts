import { HiveDecodeError } from "../../error/hive-decode-error.ts";
import type { TokenUsage } from "../../result/token-usage.ts";
import { requireSuccess } from "../reply/require-success.ts";
import {
  below,
  looseNumber,
  looseText,
  noResult,
  strictList,
  strictNumber,
  strictObject,
  strictText,
  unreadable,
} from "../wire/read-wire.ts";
import type { Place, WireObject } from "../wire/read-wire.ts";

/** One answer in a response. */
export type ChatChoice = {
  /** The index of the answer, from 0. */
  readonly index: number;
  /** The answer, which is not empty. */
  readonly text: string;
  /** Why the model stopped, for example `stop` or `length`; `null` if Hive does not say. */
  readonly finishReason: string | null;
};

/** A response of the chat endpoint. */
export type ChatReply = {
  /** Hive's id of the call; empty if there is none. */
  readonly id: string;
  readonly createdOn: Date | null;
  /** At least one answer, in ascending order of the index. */
  readonly choices: readonly [ChatChoice, ...ChatChoice[]];
  readonly usage: TokenUsage;
};

/** The least value of `created` that is read as milliseconds. As seconds, it is in the year 5138. */
const LEAST_MILLISECONDS = 1e11;

/**
 * Decodes a response of the chat endpoint.
 *
 * @param secrets - Values that must not appear in errors, in case Hive echoes them.
 * @throws HiveTaskError if the body reports an error, which may follow the status 200.
 * @throws HiveDecodeError if it has no answer, an empty one, a refusal, no token counts, or indexes that repeat, have
 * gaps or do not start at 0. The error never quotes an answer.
 *
 * Source: replies of the live API (2025-08), and https://docs.thehive.ai/docs/hive-vision-language-model-vlm (read
 * 2026-11-30); see docs/discoveries.md.
 */
export function decodeChat(json: unknown, secrets: readonly string[]): ChatReply {
  const reply = requireSuccess(json, secrets);
  const root: Place = () => [];
  let position = 0;
  const choices = strictList(reply, "choices", root, (choice, place) =>
    readChoice(choice, position++, place),
  );
  const [first, ...others] = sortChoices(choices ?? []);
  if (first === undefined) throw noResult("choices is missing or empty", ["choices"]);
  return {
    id: looseText(reply["id"]) ?? "",
    createdOn: readDate(reply["created"]),
    choices: [first, ...others],
    usage: readUsage(strictObject(reply, "usage", root)),
  };
}

function readChoice(choice: WireObject, position: number, place: Place): ChatChoice {
  const index = readCount(choice, "index", place) ?? position;
  const message = strictObject(choice, "message", place);
  const messagePlace = below(place, "message");
  const finishReason = strictText(choice, "finish_reason", place);
  const refusal = message["refusal"] ?? "";
  if (refusal !== "" || finishReason === "content_filter") {
    throw new HiveDecodeError(
      "The model's answer is a refusal; change the prompt, or have a person review the item.",
      {
        paths: [`choices[${position}]`],
      },
    );
  }
  const text = removeEndOfText(strictText(message, "content", messagePlace) ?? "");
  if (text.trim() === "") throw noResult("an answer is empty", [...messagePlace(), "content"]);
  return { index, text, finishReason };
}

/** The token that ends a text inside some models. Replies of language models on the same endpoint contain it. */
const END_OF_TEXT = "<|endoftext|>";

/**
 * Removes the tokens at the end, with the blanks around them. Without a regular expression, because its time would grow
 * with the square of the blanks, and a model may repeat blanks until `max_tokens`.
 */
function removeEndOfText(text: string): string {
  let end = text.trimEnd();
  if (!end.endsWith(END_OF_TEXT)) return text;
  while (end.endsWith(END_OF_TEXT)) end = end.slice(0, -END_OF_TEXT.length).trimEnd();
  return end;
}

/** Sorts answers by index. A gap, also before the first one, would be an answer that is missing. */
function sortChoices(choices: readonly ChatChoice[]): readonly ChatChoice[] {
  const sorted = choices.toSorted((one, other) => one.index - other.index);
  const isComplete = sorted.every(({ index }, position) => index === position);
  if (!isComplete)
    throw noResult("the indexes of the answers repeat, have gaps or do not start at 0", ["choices"]);
  return sorted;
}

/** Token counts are required: without them, an answer that was cut off may look complete. */
function readUsage(usage: WireObject): ChatReply["usage"] {
  const place: Place = () => ["usage"];
  const read = (key: string): number | null => readCount(usage, key, place);
  const [promptTokens, completionTokens] = [read("prompt_tokens"), read("completion_tokens")];
  if (promptTokens === null || completionTokens === null) throw noResult("it has no token counts", ["usage"]);
  return {
    promptTokens,
    completionTokens,
    totalTokens: read("total_tokens") ?? promptTokens + completionTokens,
  };
}

function readCount(json: WireObject, key: string, place: Place): number | null {
  const value = strictNumber(json, key, place);
  if (value === null || (Number.isSafeInteger(value) && value >= 0)) return value;
  throw unreadable([...place(), key]);
}

/** The vision language model sends milliseconds, OpenAI's API seconds. */
function readDate(value: unknown): Date | null {
  const time = looseNumber(value);
  if (time === null) return null;
  const date = new Date(time > LEAST_MILLISECONDS ? time : time * 1000);
  return Number.isNaN(date.getTime()) ? null : date;
}
