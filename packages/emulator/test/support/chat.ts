import OpenAI from "openai";
import type { Emulator } from "../../src/server/emulator.ts";
import { post } from "./post.ts";
import type { JsonResponse } from "./submit.ts";

/** The path of chat completions. */
export const CHAT = "/api/v3/chat/completions";
/** The vision language model. */
export const VLM = "hive/vision-language-model";

/** Creates OpenAI's client for an emulator. It makes no retries. */
export function createOpenAi(emulator: Pick<Emulator, "fetch">, apiKey = "demo-vlm"): OpenAI {
  return new OpenAI({
    apiKey,
    baseURL: "https://api.thehive.ai/api/v3/",
    fetch: (input, init) => emulator.fetch(input, init),
    maxRetries: 0,
  });
}

/** Posts a chat completion about one message of the user. Other fields are optional. */
export function ask(
  emulator: Pick<Emulator, "fetch">,
  content: unknown,
  fields: Readonly<Record<string, unknown>> & { readonly headers?: Record<string, string> } = {},
): Promise<JsonResponse> {
  const { headers, ...rest } = fields;
  const json = { model: VLM, messages: [{ role: "user", content }], ...rest };
  return post(emulator, CHAT, { key: "demo-vlm", json, ...(headers === undefined ? {} : { headers }) });
}

/** Creates the part of a message for an image. */
export function imagePart(url: string): { type: "image_url"; image_url: { url: string } } {
  return { type: "image_url", image_url: { url } };
}

/** Creates a `data:` URI of a PNG. */
export function toDataUri(png: Buffer): string {
  return `data:image/png;base64,${png.toString("base64")}`;
}

/** Creates the field `response_format` for a schema. */
export function formatFor(schema: unknown, strict = true): Readonly<Record<string, unknown>> {
  return { response_format: { type: "json_schema", json_schema: { name: "answer", strict, schema } } };
}

/** Creates the schema of an object whose properties are all required. */
export function objectSchema(
  properties: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}

/** Parses the answer of a choice. */
export function answerOf({ body }: JsonResponse, index = 0): JsonResponse["body"] {
  return JSON.parse(body.choices[index].message.content);
}
