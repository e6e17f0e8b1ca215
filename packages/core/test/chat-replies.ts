import { HiveVlm } from "../src/vlm.ts";
import type { HiveVlmOptions } from "../src/vlm.ts";
import { fakeFetch } from "./fake-fetch.ts";

/** A part of the message in a request to the chat endpoint. */
type SentPart = {
  readonly type: string;
  readonly text?: string;
  readonly image_url?: { readonly url: string };
};

/** A request to the chat endpoint, as far as tests read it. */
export type SentBody = {
  readonly messages: readonly [{ readonly content: readonly SentPart[] }];
  readonly response_format: {
    readonly json_schema: { readonly schema: { readonly required: readonly string[] } };
  };
};

/** The body of a response with one answer, as the live API sends it. */
export function chatBody(content: unknown): { [key: string]: unknown } {
  return {
    id: "7d1c2f60-1111-11ef-9a55-000000000030",
    object: "chat.completion",
    model: "hive/vision-language-model",
    created: 1767225600123,
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
    usage: { prompt_tokens: 300, completion_tokens: 12, total_tokens: 312 },
  };
}

/** The answer of a fake model: a response, or the value of each property. */
export type FakeAnswer = Response | Readonly<Record<string, unknown>>;

/** Creates a client of a fake model, and the list of the requests that reach it. */
export function modelOf(
  answer: (body: SentBody, call: number) => FakeAnswer | Promise<FakeAnswer>,
  options: HiveVlmOptions = {},
): { readonly vlm: HiveVlm; readonly bodies: readonly SentBody[] } {
  const bodies: SentBody[] = [];
  const { fetch } = fakeFetch(async (request) => {
    const body: SentBody = JSON.parse(await request.text());
    bodies.push(body);
    const given = await answer(body, bodies.length - 1);
    return given instanceof Response ? given : Response.json(chatBody(JSON.stringify(given)));
  });
  return { vlm: new HiveVlm({ apiKey: "test-key-SECRET", retry: false, ...options, fetch }), bodies };
}

/** Answers each question with the same value for every category. */
export function answerAll(value: unknown): (body: SentBody) => Readonly<Record<string, unknown>> {
  return ({ response_format: format }) =>
    Object.fromEntries(format.json_schema.schema.required.map((name) => [name, value]));
}
