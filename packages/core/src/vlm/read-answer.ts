import { HiveDecodeError } from "../error/hive-decode-error.ts";
import type { ChatReply } from "../protocol/chat/decode-chat.ts";
import type { Answer, FrameAnswer } from "./answer.ts";
import type { CompiledSchema } from "./compile-schema.ts";
import { createUnusableError } from "./read-json-answer.ts";

/** The properties of a question that matter for its answer. */
export type AnswerContext<Value> = {
  /** The response as Hive sent it. */
  readonly raw: unknown;
  readonly schema: CompiledSchema<Value>;
  readonly maxTokens: number;
  /** Whether there is an answer to each frame. */
  readonly isPerFrame: boolean;
};

/** The end of an object or a list in JSON, also before the end of a code fence. */
const END_OF_JSON = /[}\]]\s*(?:```\s*)?$/;

/**
 * Turns a response into an answer.
 *
 * @throws HiveDecodeError if there is more than one answer and `isPerFrame` is not set, or if the question has a schema
 * and an answer is cut off, ended for a reason that is not `stop`, or does not fit the schema. The error never quotes
 * an answer.
 */
export async function readAnswer<Value>(
  reply: ChatReply,
  context: AnswerContext<Value>,
): Promise<Answer<Value>> {
  const { raw, schema, maxTokens, isPerFrame } = context;
  const { choices, usage, id, createdOn } = reply;
  if (!isPerFrame && choices.length > 1) {
    throw new HiveDecodeError(`Hive's response has ${choices.length} answers instead of one.`, {
      paths: ["choices"],
    });
  }
  let isCut = false;
  const toFrame = async ({ index, text, finishReason }: (typeof choices)[0]): Promise<FrameAnswer<Value>> => {
    // For frames, Hive counts the tokens of all answers together. JSON that is cut off lacks its closing bracket.
    const isWhole = isPerFrame && schema.jsonSchema !== null && END_OF_JSON.test(text);
    if (finishReason === "length" || (usage.completionTokens >= maxTokens && !isWhole)) {
      if (schema.jsonSchema !== null) throw cutOff(index, maxTokens);
      isCut = true;
    }
    // A filter or a failure may leave JSON that looks complete.
    if (schema.jsonSchema !== null && finishReason !== null && finishReason !== "stop") {
      throw createUnusableError("the model did not end it normally", [`choices[${index}].finish_reason`]);
    }
    return { index, value: await schema.read(text), text };
  };
  const [first, ...others] = choices;
  const head = await toFrame(first);
  const frames = [head];
  for (const choice of others) frames.push(await toFrame(choice));
  return {
    value: head.value,
    text: head.text,
    frames: isPerFrame ? frames : [],
    finishReason: first.finishReason,
    isCut,
    usage,
    id,
    createdOn,
    raw,
  };
}

function cutOff(index: number, maxTokens: number): HiveDecodeError {
  return new HiveDecodeError(
    `The model's answer is cut off, or may be: it was limited to ${maxTokens} tokens; raise maxTokens.`,
    { paths: [`choices[${index}]`] },
  );
}
