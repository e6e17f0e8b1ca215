import { describe, expect, it } from "vitest";
import { answerAll, chatBody, modelOf } from "../../test/chat-replies.ts";
import { createPanel } from "../panel.ts";
import { definePromptPolicy } from "./define-prompt-policy.ts";
import { HiveVlm } from "./hive-vlm.ts";
import type { JudgeOptions } from "./judge-options.ts";

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

const RULES = definePromptPolicy({
  instructions: "A forum for students.",
  categories: {
    insult: { description: "Insults against a person.", decision: "review" },
    weaponsSale: { description: "Offers to sell or buy weapons.", decision: "block" },
  },
});

type Answers = Readonly<Record<string, unknown>>;

function reply(content: string, more: Answers = {}): Response {
  return Response.json({ ...chatBody(content), ...more });
}

const NOTHING = { insult: false, weaponsSale: false };

describe("judge", () => {
  it("allows content if the model answers false to every category", async () => {
    const { vlm, bodies } = modelOf(() => NOTHING);
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
    const { vlm } = modelOf(() => ({ insult: true, weaponsSale: true }));
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
    const { vlm } = modelOf(() => answer);
    const verdict = await vlm.judge({ text: "Hello" }, RULES);
    expect(verdict).toMatchObject({ decision: "unknown", evaluated: { frames: 0 } });
    expect(verdict.unevaluated[0]).toMatchObject({ kind: "category", isIgnored: false });
  });

  it("asks about each image in a call of its own, with the text", async () => {
    const { vlm, bodies } = modelOf((_body, call) => ({ ...NOTHING, insult: call !== 1 }));
    const images = [1, 2, 3].map((number) => ({ url: `https://example.com/${number}.jpg` }));
    const verdict = await vlm.judge({ images, text: "Hello" }, RULES, { concurrency: 1 });
    expect(bodies.map(({ messages: [{ content }] }) => content.map(({ type }) => type))).toEqual(
      images.map(() => ["text", "image_url", "text"]),
    );
    expect(verdict.reasons[0]).toMatchObject({
      frames: [0, 2],
      sentence: "Review: category insult applies in 2 images.",
    });
    expect(verdict.evaluated.frames).toBe(3);
  });

  it.each<[string, JudgeOptions, number]>([
    ["each category", { perCategory: true }, 6],
    ["several images at a time", { imagesPerCall: 2 }, 2],
    ["pieces of a long text without the images", { textCharacters: 100 }, 6],
  ])("asks about %s", async (_name, options, calls) => {
    const { vlm, bodies } = modelOf(answerAll(false));
    const images = [1, 2, 3].map((number) => ({ url: `https://example.com/${number}.jpg` }));
    const text = options.textCharacters === undefined ? "Hello" : "All of this is fine. ".repeat(10);
    const verdict = await vlm.judge({ images, text }, RULES, options);
    expect(bodies).toHaveLength(calls);
    expect(verdict.decision).toBe("allow");
  });

  it("reads an image once for several calls", async () => {
    let opened = 0;
    const { vlm, bodies } = modelOf(answerAll(false));
    const media = (): Uint8Array => {
      opened += 1;
      return JPEG;
    };
    await vlm.judge({ media }, RULES, { perCategory: true });
    expect([opened, bodies.length]).toEqual([1, 2]);
  });

  it("starts no further call, and aborts those in flight, once a category that blocks applies", async () => {
    const { vlm, bodies } = modelOf((_body, call) =>
      call === 1 ? { ...NOTHING, weaponsSale: true } : new Promise<Response>(() => {}),
    );
    const images = [1, 2, 3, 4].map((number) => ({ url: `https://example.com/${number}.jpg` }));
    const verdict = await vlm.judge({ images }, RULES, { concurrency: 2 });
    expect([verdict.decision, bodies.length]).toEqual(["block", 2]);
  });

  it("rejects with the error of a call unless block is settled", async () => {
    const { vlm } = modelOf(() => Response.json({ status_code: 403, message: "no" }, { status: 403 }));
    await expect(vlm.judge({ text: "Hello" }, RULES)).rejects.toMatchObject({ kind: "http", status: 403 });
  });

  it("ends with the reason of the caller's signal", async () => {
    const { vlm } = modelOf(() => new Promise<Response>(() => {}));
    const reason = new Error("No longer needed");
    const controller = new AbortController();
    const judging = vlm.judge({ text: "Hello" }, RULES, { signal: controller.signal });
    controller.abort(reason);
    await expect(judging).rejects.toBe(reason);
  });

  it("passes each answer to onAnswer", async () => {
    const { vlm } = modelOf(() => NOTHING);
    const tokens: number[] = [];
    await vlm.judge({ text: "Hello" }, RULES, { onAnswer: ({ usage }) => tokens.push(usage.totalTokens) });
    expect(tokens).toEqual([312]);
  });

  it("rejects an item without content", async () => {
    const { vlm, bodies } = modelOf(() => NOTHING);
    await expect(vlm.judge({ text: "" }, RULES)).rejects.toMatchObject({ kind: "input" });
    expect(bodies).toHaveLength(0);
  });

  it("names the frames of a video in which a category applies", async () => {
    const contents = [NOTHING, { ...NOTHING, insult: true }, { ...NOTHING, insult: true }];
    const choices = contents.map((content, index) => ({
      index,
      message: { role: "assistant", content: JSON.stringify(content) },
      finish_reason: "stop",
    }));
    const { vlm } = modelOf(() => reply("", { choices }));
    const video = { fps: 1, scope: "perFrame" } as const;
    const verdict = await vlm.judge({ url: "https://example.com/clip.mp4", video }, RULES);
    expect(verdict).toMatchObject({
      decision: "review",
      reasons: [{ frames: [1, 2], sentence: "Review: category insult applies in 2 frames." }],
      evaluated: { frames: 3 },
    });
  });

  it("names no frame of a video that has one answer", async () => {
    const { vlm } = modelOf(() => ({ ...NOTHING, insult: true }));
    const verdict = await vlm.judge({ url: "https://example.com/clip.mp4", video: {} }, RULES);
    expect(verdict.reasons).toMatchObject([{ frames: [], sentence: "Review: category insult applies." }]);
  });

  it("is unknown if the answer to one image is unusable, and a category that applies elsewhere still counts", async () => {
    const images = [1, 2].map((number) => ({ url: `https://example.com/${number}.jpg` }));
    const halfFor = (insult: boolean) =>
      modelOf((_body, call) => (call === 0 ? reply("Sorry.") : { ...NOTHING, insult })).vlm;
    const options = { concurrency: 1 };
    expect(await halfFor(false).judge({ images }, RULES, options)).toMatchObject({
      decision: "unknown",
      unevaluated: [
        { kind: "category", rules: ["categories.insult", "categories.weaponsSale"], frames: [0] },
      ],
      evaluated: { frames: 1 },
    });
    expect(await halfFor(true).judge({ images }, RULES, options)).toMatchObject({ decision: "review" });
  });

  it("asks for an explanation first, which no verdict contains", async () => {
    const rules = definePromptPolicy({ ...RULES, explain: true });
    const { vlm, bodies } = modelOf(() => ({ explanation: "Quoted words", ...NOTHING, insult: true }));
    const verdict = await vlm.judge({ text: "Hello" }, rules);
    expect(bodies[0]?.response_format.json_schema.schema.required).toEqual([
      "explanation",
      "insult",
      "weaponsSale",
    ]);
    expect(verdict.decision).toBe("review");
    expect(JSON.stringify(verdict)).not.toContain("Quoted");
  });

  it("never has more calls in flight than concurrency", async () => {
    let inFlight = 0;
    let highest = 0;
    const { vlm } = modelOf(async (body) => {
      highest = Math.max(highest, ++inFlight);
      await Promise.resolve();
      inFlight--;
      return answerAll(false)(body);
    });
    const images = Array.from({ length: 9 }, (_, number) => ({ url: `https://example.com/${number}.jpg` }));
    await vlm.judge({ images }, RULES, { concurrency: 3 });
    expect(highest).toBeLessThanOrEqual(3);
  });

  it("keeps a block if another call fails", async () => {
    const { vlm } = modelOf(async (_body, call) => {
      if (call === 0) return { ...NOTHING, weaponsSale: true };
      return Response.json({ status_code: 500, message: "no" }, { status: 500 });
    });
    const images = [1, 2].map((number) => ({ url: `https://example.com/${number}.jpg` }));
    expect(await vlm.judge({ images }, RULES, { concurrency: 1 })).toMatchObject({ decision: "block" });
  });

  it("shares one deadline among all calls", async () => {
    const { vlm, bodies } = modelOf(() => new Promise<Response>(() => {}));
    const images = [1, 2, 3].map((number) => ({ url: `https://example.com/${number}.jpg` }));
    await expect(vlm.judge({ images }, RULES, { concurrency: 1, timeoutMs: 20 })).rejects.toMatchObject({
      kind: "timeout",
    });
    expect(bodies).toHaveLength(1);
  });

  it("redacts the policy and the text in the errors of Hive", async () => {
    const text = "A secret sentence of a user.";
    const message = `Cannot read: ${text} ${RULES.instructions} ${RULES.categories["insult"]?.description}`;
    const { vlm } = modelOf(() => Response.json({ status_code: 400, message }, { status: 400 }));
    const error: unknown = await vlm.judge({ text }, RULES).catch((cause: unknown) => cause);
    expect(String(error)).toContain("Cannot read: [redacted]");
    expect(String(error)).not.toMatch(/secret|students|Insults/);
  });

  it("rejects with the error of a fetch that returns no response, because the model did not answer", async () => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only untyped callers return anything else
    const vlm = new HiveVlm({ apiKey: "k", fetch: (async () => undefined) as unknown as typeof fetch });
    await expect(vlm.judge({ text: "Hello" }, RULES)).rejects.toMatchObject({ kind: "decode" });
  });

  it.each(["response", "media"])("times out if its %s consists of endless empty chunks", async (kind) => {
    const endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull: (controller) => controller.enqueue(new Uint8Array(0)),
    });
    const { vlm } = modelOf(() => new Response(endless), { timeoutMs: 50 });
    const item = kind === "media" ? { media: endless } : { text: "Hello" };
    await expect(vlm.judge(item, RULES)).rejects.toMatchObject({ kind: "timeout" });
  });

  it("works as a member of a panel", async () => {
    const { vlm, bodies } = modelOf(() => ({ ...NOTHING, insult: true }));
    const panel = createPanel({
      members: {
        rules: { judge: (item, { signal }) => vlm.judge(item, RULES, { signal }), takes: "both" },
      },
    });
    const verdict = await panel.judge({ media: JPEG, filename: "photo.jpg", text: "Hello" });
    expect(verdict).toMatchObject({
      decision: "review",
      members: { rules: { state: "judged", verdict: { reasons: [{ rule: "categories.insult" }] } } },
      charge: { isComplete: false },
    });
    expect(bodies[0]?.messages[0].content.map(({ type }) => type)).toEqual(["text", "image_url", "text"]);
  });
});
