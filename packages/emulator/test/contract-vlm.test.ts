import { HiveClient } from "@hivekit/core";
import { definePromptPolicy, estimateTokens, HiveVlm } from "@hivekit/core/vlm";
import type { Answer, VlmQuestion } from "@hivekit/core/vlm";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { createEmulator } from "../src/index.ts";
import { listen } from "../src/node.ts";
import { picture } from "./support/pictures.ts";
import { demoMedia } from "./support/submit.ts";
import { CLIP_URL, connectVlm, photo, PHOTO_URL } from "./support/vlm.ts";

// Core's HiveVlm and the emulator's demo-vlm are written independently, each from the reference. These tests connect
// them.

const PROMPT = "What is there?";
const TEXT = "Buy <b>spam</b> & more </content>";
const COLORS = ["red", "orange", "yellow", "green", "blue", "purple", "none"] as const;
const schema = z.strictObject({
  color: z.enum(COLORS).nullable(),
  hasRed: z.boolean(),
  spam: z.boolean(),
  labels: z.array(z.enum(["spam", "hate"])),
  confidence: z.number().min(0).max(1),
  note: z.string().max(200),
});

type Kind = {
  readonly name: string;
  readonly content: Omit<VlmQuestion, "prompt">;
  readonly value: Partial<z.infer<typeof schema>>;
  readonly pictures: number;
  readonly frames: number;
};

const bytes = new Uint8Array(photo);
const KINDS: readonly Kind[] = [
  {
    name: "a text",
    content: { text: TEXT },
    value: { spam: true, labels: ["spam"] },
    pictures: 0,
    frames: 0,
  },
  {
    name: "the bytes of an image",
    content: { media: bytes },
    value: { hasRed: true },
    pictures: 1,
    frames: 0,
  },
  {
    name: "the URL of an image",
    content: { url: PHOTO_URL },
    value: { hasRed: true },
    pictures: 1,
    frames: 0,
  },
  {
    name: "an image and a text",
    content: { media: new Blob([bytes]), text: TEXT },
    value: { hasRed: true, spam: true },
    pictures: 1,
    frames: 0,
  },
  {
    name: "five images",
    content: {
      images: [
        { media: bytes },
        { url: PHOTO_URL },
        { media: bytes.buffer },
        { media: () => new Blob([bytes]).stream() },
        { media: bytes, contentType: "image/jpeg" },
      ],
    },
    value: { hasRed: true, spam: false },
    pictures: 5,
    frames: 0,
  },
  {
    name: "a video",
    content: { url: CLIP_URL, video: { fps: 0.5 }, text: TEXT },
    value: { hasRed: true, spam: true },
    pictures: 5,
    frames: 0,
  },
  {
    name: "each frame of a video",
    content: { url: CLIP_URL, video: { scope: "perFrame" } },
    value: { hasRed: true, spam: false },
    pictures: 10,
    frames: 10,
  },
];

/** Checks what is the same for every answer: the id, the date, and the tokens that the emulator reports. */
function expectComplete(answer: Answer<unknown>, { pictures, frames }: Kind): void {
  const { usage, id, createdOn, finishReason } = answer;
  expect(answer.frames.map(({ index }) => index)).toEqual(
    Array.from({ length: frames }, (_, index) => index),
  );
  expect([finishReason, id]).toEqual(["stop", expect.stringMatching(/^[\da-f-]{36}$/)]);
  expect(Math.abs(Date.now() - (createdOn?.getTime() ?? 0))).toBeLessThan(60_000);
  expect(usage.promptTokens).toBeGreaterThanOrEqual((Math.max(1, pictures) * PROMPT.length) / 4);
  expect(usage.promptTokens - pictures * 256).toBeGreaterThan(0);
  expect(usage.completionTokens).toBeGreaterThan(0);
  expect(usage.totalTokens).toBe(usage.promptTokens + usage.completionTokens);
}

describe.each(KINDS)("a question about $name", (kind) => {
  const { content, value, frames } = kind;

  it("is answered with a value of the schema", async () => {
    const { vlm, emulator } = connectVlm();
    const answer = await vlm.ask({ prompt: PROMPT, ...content, schema });
    expect(answer.value).toMatchObject(value);
    expect(JSON.parse(answer.text)).toEqual(answer.value);
    expectComplete(answer, kind);
    expect(answer.isCut).toBe(false);
    expect(emulator.verify.one()).toMatchObject({
      httpStatus: 200,
      taskId: answer.id,
      fault: null,
      chargeUsd: expect.closeTo(Math.max(1, frames) * 0.001, 9),
    });
  });

  it("is answered in plain text without a schema", async () => {
    const { vlm, emulator } = connectVlm();
    const answer = await vlm.ask({ prompt: PROMPT, ...content });
    expect([answer.value, typeof answer.value]).toEqual([answer.text, "string"]);
    expectComplete(answer, kind);
    expect(answer.isCut).toBe(false);
    expect(emulator.verify.one().taskId).toBe(answer.id);
  });
});

it("a video with an answer per frame has red in the frames in which the classifier sees it", async () => {
  const { vlm, emulator } = connectVlm();
  const question = { prompt: PROMPT, url: CLIP_URL, video: { scope: "perFrame" } as const, schema };
  const { frames } = await vlm.ask(question);
  const task = await new HiveClient({ apiKey: "demo-colors", fetch: emulator.fetch }).classify({
    url: CLIP_URL,
  });
  const scores = task.results[0]?.frames.map(({ classes }) => {
    return classes.find((one) => one.class === "red")?.score ?? 0;
  });
  const seen = scores?.map((score) => score >= 0.01);
  expect(new Set(seen)).toEqual(new Set([true, false]));
  expect(frames.map(({ value }) => value.hasRed)).toEqual(seen);
});

it("answers are the same over a socket", async () => {
  const server = await listen({ emulator: createEmulator() });
  try {
    const vlm = new HiveVlm({ apiKey: "demo-vlm", baseUrl: server.url });
    const { value, usage } = await vlm.ask({ prompt: PROMPT, media: bytes, text: TEXT, schema });
    const direct = await connectVlm().vlm.ask({ prompt: PROMPT, media: bytes, text: TEXT, schema });
    expect({ value, usage }).toEqual({ value: direct.value, usage: direct.usage });
  } finally {
    await server.close();
  }
});

describe("maxTokens", () => {
  const perFrame = { prompt: PROMPT, url: CLIP_URL, video: { scope: "perFrame" } } as const;
  const small = z.strictObject({ hasRed: z.boolean() });

  it("cuts an answer, which is an error with a schema", async () => {
    const { vlm } = connectVlm();
    const cut = await vlm.ask({ prompt: PROMPT, media: bytes, maxTokens: 3 });
    expect(cut).toMatchObject({ isCut: true, finishReason: "length", usage: { completionTokens: 3 } });
    const typed = vlm.ask({ prompt: PROMPT, media: bytes, maxTokens: 3, schema: small });
    await expect(typed).rejects.toMatchObject({ kind: "decode", message: expect.stringMatching(/3 tokens/) });
  });

  it("applies to each frame, although the tokens of all frames are added up", async () => {
    const { vlm } = connectVlm();
    const { frames, usage } = await vlm.ask({ ...perFrame, maxTokens: 10, schema: small });
    expect([frames.length, usage.completionTokens]).toEqual([10, 40]);
    const tooFew = vlm.ask({ ...perFrame, maxTokens: 3, schema: small });
    await expect(tooFew).rejects.toMatchObject({
      kind: "decode",
      message: expect.stringMatching(/3 tokens/),
    });
    // Without a schema, a complete answer looks like one that is cut off.
    expect((await vlm.ask({ ...perFrame, maxTokens: 30 })).isCut).toBe(true);
    expect((await vlm.ask({ ...perFrame, maxTokens: 1000 })).isCut).toBe(false);
  });
});

describe("an estimate of tokens", () => {
  const SIZES = [
    [1, 1],
    [40, 30],
    [447, 447],
    [448, 448],
    [633, 633],
    [634, 634],
    [320, 240],
    [640, 480],
    [800, 600],
    [448, 896],
    [896, 448],
    [600, 400],
    [1500, 1000],
    [1000, 1500],
    [1920, 1080],
    [1080, 1920],
    [1200, 300],
    [300, 1200],
    [2400, 200],
    [200, 2400],
  ] as const;

  it.each(SIZES)("of an image of %d × %d pixels is what the emulator counts", async (widthPx, heightPx) => {
    const { vlm } = connectVlm();
    const media = await picture({ width: widthPx, height: heightPx }, "#336699").png().toBuffer();
    const { usage } = await vlm.ask({ prompt: PROMPT, media });
    expect(estimateTokens({ prompt: PROMPT, images: [{ widthPx, heightPx }] }).promptTokens).toBe(
      usage.promptTokens,
    );
  });

  it("of an ASCII text is what the emulator counts, and is higher for other texts", async () => {
    const { vlm } = connectVlm();
    const ascii = await vlm.ask({ prompt: PROMPT, text: TEXT });
    expect(estimateTokens({ prompt: PROMPT, text: TEXT }).promptTokens).toBe(ascii.usage.promptTokens);
    const text = "我们卖枪。";
    const chinese = await vlm.ask({ prompt: PROMPT, text });
    expect(estimateTokens({ prompt: PROMPT, text }).promptTokens).toBe(chinese.usage.promptTokens + 4);
  });

  it.each([
    ["an image with a text", { media: bytes, text: TEXT }, {}],
    ["one call per category", { media: bytes, text: TEXT }, { perCategory: true }],
    ["a long text", { text: TEXT.repeat(20) }, { textCharacters: 200 }],
    [
      "a long text with images",
      { images: [{ media: bytes }, { media: bytes }], text: TEXT.repeat(20) },
      { textCharacters: 200 },
    ],
    [
      "several images per call",
      { images: [{ media: bytes }, { media: bytes }, { media: bytes }] },
      { imagesPerCall: 2 },
    ],
  ])("of a judgment is what the emulator counts: %s", async (_name, item, options) => {
    const { vlm, emulator } = connectVlm();
    const policy = definePromptPolicy({
      instructions: "A forum.",
      categories: {
        weapons: { description: "Offers of weapons.", decision: "review" },
        insult: { description: "Insults.", decision: "review" },
      },
    });
    const counts: number[] = [];
    const onAnswer = ({ usage }: Answer<unknown>): void => void counts.push(usage.promptTokens);
    await vlm.judge(item, policy, { ...options, onAnswer });
    const size = { widthPx: 640, heightPx: 480 };
    const images = "images" in item ? item.images.map(() => size) : "media" in item ? [size] : [];
    const estimate = estimateTokens({
      policy,
      images,
      ...("text" in item ? { text: item.text } : {}),
      ...options,
    });
    expect(counts.length).toBe(estimate.calls);
    expect(emulator.journal).toHaveLength(estimate.calls);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(estimate.promptTokens);
  });
});

describe("an image that is judged", () => {
  const rules = definePromptPolicy({
    instructions: "A forum for students.",
    categories: { weapons: { description: "Weapons.", decision: "block" } },
  });

  it.each(["gif", "webp"] as const)("is not allowed if it is an animated %s", async (format) => {
    const { vlm } = connectVlm();
    const media = await sharp(await demoMedia("traffic-light.gif"), { animated: true })
      .toFormat(format)
      .toBuffer();
    const verdict = await vlm.judge({ media }, rules);
    expect(verdict).toMatchObject({
      decision: "unknown",
      unevaluated: [{ kind: "category", frames: [0] }],
    });
  });

  it.each(["webp", "png", "jpeg"] as const)("is allowed if it is a still %s", async (format) => {
    const { vlm } = connectVlm();
    const media = await sharp(photo).toFormat(format).toBuffer();
    expect(await vlm.judge({ media }, rules)).toMatchObject({ decision: "allow", unevaluated: [] });
  });
});
