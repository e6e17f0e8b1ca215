import { describe, expect, it } from "vitest";
import { fakeFetch } from "../../test/fake-fetch.ts";
import { definePromptPolicy } from "./define-prompt-policy.ts";
import { HiveVlm } from "./hive-vlm.ts";
import type { JudgeOptions } from "./judge-options.ts";

const KEY = "test-key-SECRET";
const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

const RULES = definePromptPolicy({
  instructions: "A forum for students.",
  categories: {
    insult: { description: "Insults against a person.", decision: "review" },
    weaponsSale: { description: "Offers to sell or buy weapons.", decision: "block" },
  },
});

type Answers = Readonly<Record<string, unknown>>;
type SentBody = {
  readonly messages: readonly [
    {
      readonly content: readonly {
        readonly type: string;
        readonly text?: string;
        readonly image_url?: { readonly url: string };
      }[];
    },
  ];
  readonly response_format: {
    readonly json_schema: { readonly schema: { readonly required: readonly string[] } };
  };
};

function reply(content: string, more: Readonly<Record<string, unknown>> = {}): Response {
  return Response.json({
    id: "7d1c2f60-1111-11ef-9a55-000000000030",
    object: "chat.completion",
    model: "hive/vision-language-model",
    created: 1767225600123,
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
    usage: { prompt_tokens: 300, completion_tokens: 12, total_tokens: 312 },
    ...more,
  });
}

/** A judge whose model answers each call with the result of a function. */
function judgeFor(
  answer: (body: SentBody, call: number) => Response | Answers | Promise<Response | Answers>,
): {
  readonly vlm: HiveVlm;
  readonly bodies: SentBody[];
} {
  const bodies: SentBody[] = [];
  const { fetch } = fakeFetch(async (request) => {
    const body: SentBody = JSON.parse(await request.text());
    bodies.push(body);
    const given = await answer(body, bodies.length - 1);
    return given instanceof Response ? given : reply(JSON.stringify(given));
  });
  return { vlm: new HiveVlm({ apiKey: KEY, fetch, retry: false }), bodies };
}

const NOTHING = { insult: false, weaponsSale: false };

describe("judge", () => {
  it("allows content if the model answers false to every category", async () => {
    const { vlm, bodies } = judgeFor(() => NOTHING);
    const verdict = await vlm.judge({ text: "Hello" }, RULES);
    expect(verdict).toEqual({
      decision: "allow",
      reasons: [],
      tags: [],
      unknownTags: [],
      unevaluated: [],
      evaluated: { frames: 1, seconds: 0 },
    });
    expect(bodies).toHaveLength(1);
    expect(bodies[0]).toMatchObject({
      max_tokens: 1024,
      temperature: 0,
      response_format: {
        json_schema: {
          strict: true,
          schema: {
            type: "object",
            properties: { insult: { type: "boolean" }, weaponsSale: { type: "boolean" } },
            required: ["insult", "weaponsSale"],
            additionalProperties: false,
          },
        },
      },
    });
  });

  it("decides by the strictest category that applies, with a reason for each", async () => {
    const { vlm } = judgeFor(() => ({ insult: true, weaponsSale: true }));
    const verdict = await vlm.judge({ media: JPEG, text: "Hello" }, RULES);
    expect(verdict.decision).toBe("block");
    expect(
      verdict.reasons.map(({ rule, kind, frames, sentence }) => ({ rule, kind, frames, sentence })),
    ).toEqual([
      {
        rule: "categories.weaponsSale",
        kind: "category",
        frames: [0],
        sentence: "Block: category weaponsSale applies.",
      },
      {
        rule: "categories.insult",
        kind: "category",
        frames: [0],
        sentence: "Review: category insult applies.",
      },
    ]);
  });

  it.each<[string, Response | Answers]>([
    ["lacks a category", { insult: false }],
    ["has a text instead of a boolean", { insult: false, weaponsSale: "false" }],
    ["has null instead of a boolean", { insult: null, weaponsSale: false }],
    ["has another property", { ...NOTHING, decision: "allow" }],
    ["is a list", reply("[false, false]")],
    ["has prose around it", reply(`Here you are: ${JSON.stringify(NOTHING)}`)],
    ["is cut off", reply('{"insult": false, "weapo')],
    ["repeats a category", reply('{"insult": true, "insult": false, "weaponsSale": false}')],
    [
      "may be cut off",
      reply(JSON.stringify(NOTHING), {
        usage: { prompt_tokens: 3, completion_tokens: 1024, total_tokens: 1027 },
      }),
    ],
    ["is empty", reply("")],
  ])("is unknown if the answer %s", async (_name, answer) => {
    const { vlm } = judgeFor(() => answer);
    const verdict = await vlm.judge({ text: "Hello" }, RULES);
    expect(verdict).toMatchObject({ decision: "unknown", evaluated: { frames: 0 } });
    expect(verdict.unevaluated[0]).toMatchObject({ kind: "category", isIgnored: false });
  });

  it("asks about each image in a call of its own, with the text", async () => {
    const { vlm, bodies } = judgeFor((_body, call) => ({ ...NOTHING, insult: call !== 1 }));
    const images = [1, 2, 3].map((number) => ({ url: `https://example.com/${number}.jpg` }));
    const verdict = await vlm.judge({ images, text: "Hello" }, RULES, { concurrency: 1 });
    expect(bodies.map(({ messages: [{ content }] }) => content.map(({ type }) => type))).toEqual(
      images.map(() => ["text", "image_url", "text"]),
    );
    expect(verdict.reasons[0]).toMatchObject({
      frames: [0, 2],
      sentence: "Review: category insult applies in 2 images or frames.",
    });
    expect(verdict.evaluated.frames).toBe(3);
  });

  it.each<[string, JudgeOptions, number]>([
    ["each category", { perCategory: true }, 6],
    ["several images at a time", { imagesPerCall: 2 }, 2],
    ["pieces of a long text without the images", { textCharacters: 100 }, 6],
  ])("asks about %s", async (_name, options, calls) => {
    const { vlm, bodies } = judgeFor(({ response_format: format }) =>
      Object.fromEntries(format.json_schema.schema.required.map((name) => [name, false])),
    );
    const images = [1, 2, 3].map((number) => ({ url: `https://example.com/${number}.jpg` }));
    const text = options.textCharacters === undefined ? "Hello" : "All of this is fine. ".repeat(10);
    const verdict = await vlm.judge({ images, text }, RULES, options);
    expect(bodies).toHaveLength(calls);
    expect(verdict.decision).toBe("allow");
  });

  it("reads an image once for several calls", async () => {
    let opened = 0;
    const { vlm, bodies } = judgeFor(({ response_format: format }) =>
      Object.fromEntries(format.json_schema.schema.required.map((name) => [name, false])),
    );
    const media = (): Uint8Array => {
      opened += 1;
      return JPEG;
    };
    await vlm.judge({ media }, RULES, { perCategory: true });
    expect([opened, bodies.length]).toEqual([1, 2]);
  });

  it("starts no further call, and aborts those in flight, once a category that blocks applies", async () => {
    const { vlm, bodies } = judgeFor((_body, call) =>
      call === 1 ? { ...NOTHING, weaponsSale: true } : new Promise<Response>(() => {}),
    );
    const images = [1, 2, 3, 4].map((number) => ({ url: `https://example.com/${number}.jpg` }));
    const verdict = await vlm.judge({ images }, RULES, { concurrency: 2 });
    expect([verdict.decision, bodies.length]).toEqual(["block", 2]);
  });

  it("rejects with the error of a call unless block is settled", async () => {
    const { vlm } = judgeFor(() => Response.json({ status_code: 403, message: "no" }, { status: 403 }));
    await expect(vlm.judge({ text: "Hello" }, RULES)).rejects.toMatchObject({ kind: "http", status: 403 });
  });

  it("ends with the reason of the caller's signal", async () => {
    const { vlm } = judgeFor(() => new Promise<Response>(() => {}));
    const reason = new Error("No longer needed");
    const controller = new AbortController();
    const judging = vlm.judge({ text: "Hello" }, RULES, { signal: controller.signal });
    controller.abort(reason);
    await expect(judging).rejects.toBe(reason);
  });

  it("passes each answer to onAnswer", async () => {
    const { vlm } = judgeFor(() => NOTHING);
    const tokens: number[] = [];
    await vlm.judge({ text: "Hello" }, RULES, { onAnswer: ({ usage }) => tokens.push(usage.totalTokens) });
    expect(tokens).toEqual([312]);
  });

  it("rejects an item without content", async () => {
    const { vlm, bodies } = judgeFor(() => NOTHING);
    await expect(vlm.judge({ text: "" }, RULES)).rejects.toMatchObject({ kind: "input" });
    expect(bodies).toHaveLength(0);
  });
});
