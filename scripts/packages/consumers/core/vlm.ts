import { HiveVlm } from "@hivekit/core/vlm";
import type { Answer, AnswerSchema, AskOptions, VlmQuestion } from "@hivekit/core/vlm";
import * as z from "zod";

const vlm = new HiveVlm({ apiKey: "k", model: "hive/vision-language-model" });
const options: AskOptions = { params: { temperature: 0 }, timeoutMs: 1000 };

export async function judge(question: VlmQuestion): Promise<boolean> {
  const safe: AnswerSchema<{ safe: boolean }> = z.strictObject({ safe: z.boolean() });
  const answer: Answer<{ safe: boolean }> = await vlm.ask({ ...question, schema: safe }, options);
  const parse = (json: unknown): Date => new Date(String(json));
  const date: Date = (await vlm.ask({ prompt: "When?", schema: { jsonSchema: {}, parse } })).value;
  const words: string = (await vlm.ask({ prompt: "What?", images: [{ url: "https://a.example/" }] })).value;
  // @ts-expect-error -- the value is a boolean
  const wrong: string = answer.value.safe;
  return answer.frames.every(({ value }) => value.safe) && words + wrong !== date.toISOString();
}

// @ts-expect-error -- a question needs a prompt
void vlm.ask({ text: "hello" });
