import { describe, expect, it } from "vitest";
import * as z from "zod";
import { fakeFetch } from "../../test/fake-fetch.ts";
import { readFixture } from "../../test/read-fixture.ts";
import { HiveVlm } from "./hive-vlm.ts";
import type { HiveVlmOptions } from "./vlm-options.ts";

const KEY = "test-key-SECRET";
const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
const DATA_URI = `data:image/jpeg;base64,${Buffer.from(JPEG).toString("base64")}`;
const SCORE = z.strictObject({ example_score: z.number() });

function vlmFor(
  answer: (request: Request) => Response | Promise<Response>,
  options: HiveVlmOptions = {},
): { vlm: HiveVlm; seen: ReturnType<typeof fakeFetch>["seen"]; bodyAt: (index: number) => Promise<unknown> } {
  const fake = fakeFetch(answer);
  const vlm = new HiveVlm({ apiKey: KEY, fetch: fake.fetch, retry: false, ...options });
  return { vlm, seen: fake.seen, bodyAt: async (index) => fake.seen[index]?.json() };
}

const image = (): Response => Response.json(readFixture("chat/image"));

describe("ask", () => {
  it("posts a message with the prompt, the image and the fenced text, in this order", async () => {
    const { vlm, seen, bodyAt } = vlmFor(image);
    await vlm.ask({ prompt: "Is it safe?", media: JPEG, text: "a <b> & c", schema: SCORE });
    const request = seen[0]?.request;
    expect([request?.method, request?.url, request?.headers.get("authorization")]).toEqual([
      "POST",
      "https://api.thehive.ai/api/v3/chat/completions",
      `Bearer ${KEY}`,
    ]);
    expect(request?.headers.get("content-type")).toBe("application/json");
    expect(await bodyAt(0)).toEqual({
      model: "hive/vision-language-model",
      max_tokens: 1024,
      response_format: {
        type: "json_schema",
        json_schema: {
          name: "answer",
          strict: true,
          schema: {
            type: "object",
            properties: { example_score: { type: "number" } },
            required: ["example_score"],
            additionalProperties: false,
          },
        },
      },
      messages: [
        {
          role: "user",
          content: [
            {
              type: "text",
              text: expect.stringMatching(/^Is it safe\?\n\nThe content is between <content>/),
            },
            { type: "image_url", image_url: { url: DATA_URI } },
            { type: "text", text: expect.stringMatching(/^<content>a [^<>]*b[^<>]* c<\/content>$/) },
          ],
        },
      ],
    });
  });

  it("returns the value of the schema, with everything that Hive reports", async () => {
    const { vlm } = vlmFor(image);
    const answer = await vlm.ask({ prompt: "Score it.", media: JPEG, schema: SCORE });
    expect(answer).toEqual({
      value: { example_score: 0 },
      text: '{"example_score": 0.0}',
      frames: [],
      finishReason: "stop",
      isCut: false,
      usage: { promptTokens: 1325, completionTokens: 11, totalTokens: 1336 },
      id: "7d1c2f60-1111-11ef-9a55-000000000030",
      createdOn: new Date(1767225600123),
      raw: readFixture("chat/image"),
    });
  });

  it("returns the text without a schema", async () => {
    const { vlm, bodyAt } = vlmFor(image);
    const { value, text } = await vlm.ask({ prompt: "Describe it.", text: "a text" });
    expect([value, text]).toEqual(['{"example_score": 0.0}', '{"example_score": 0.0}']);
    expect(await bodyAt(0)).not.toHaveProperty("response_format");
  });
});
