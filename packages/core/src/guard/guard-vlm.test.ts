import { describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { answerAll, chatBody, modelOf } from "../../test/chat-replies.ts";
import type { FakeAnswer, SentBody } from "../../test/chat-replies.ts";
import { HiveConfigError } from "../error/hive-config-error.ts";
import { definePromptPolicy } from "../vlm/define-prompt-policy.ts";
import type { HiveVlmOptions } from "../vlm/vlm-options.ts";
import { createBudget } from "./create-budget.ts";
import type { WithVlmBudgetOptions } from "./guard-options.ts";
import { withBudget } from "./with-budget.ts";

const PRICES = { usdPerMillionPromptTokens: 10, usdPerMillionCompletionTokens: 100 };
/** The charge of an answer of the fake model: 300 tokens of the prompt, 12 of the answer. */
const CHARGE = 0.0042;
const NOTHING = { spentUsd: 0, reservedUsd: 0, unknownUsd: 0 };
const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
const RULES = definePromptPolicy({
  instructions: "A forum for students.",
  categories: {
    insult: { description: "Insults.", decision: "review" },
    weaponsSale: { description: "Offers to sell weapons.", decision: "block" },
  },
});
const images = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ url: `https://example.com/${index}.jpg` }));

function guard(
  answer: (body: SentBody, call: number) => FakeAnswer | Promise<FakeAnswer>,
  options: Partial<WithVlmBudgetOptions> & {
    readonly limitUsd?: number;
    readonly client?: HiveVlmOptions;
  } = {},
) {
  const { limitUsd = 10, client, ...guardOptions } = options;
  const { vlm, bodies } = modelOf(answer, client);
  const budget = createBudget({ limitUsd, per: "run" });
  return { vlm: withBudget(vlm, { budget, prices: PRICES, ...guardOptions }), budget, bodies };
}

describe("ask", () => {
  it("counts the tokens of the answer, and returns it with its type", async () => {
    const { vlm, budget } = guard(() => ({ dog: true }));
    const { value } = await vlm.ask({
      prompt: "A dog?",
      media: JPEG,
      schema: z.strictObject({ dog: z.boolean() }),
    });
    expect(value.dog).toBe(true);
    expect(await budget.state()).toMatchObject({ ...NOTHING, spentUsd: CHARGE });
  });

  it.each<readonly [string, object, number]>([
    // 2 tokens of the prompt, 1024 of the answer.
    ["a prompt", { prompt: "A dog??" }, 2 * 10 + 1024 * 100],
    ["a prompt with maxTokens", { prompt: "A dog??", maxTokens: 5 }, 2 * 10 + 5 * 100],
    // The largest image has seven patches of 256 tokens.
    ["an image", { prompt: "A dog??", media: JPEG, maxTokens: 1 }, (2 + 1792) * 10 + 100],
    ["two images", { prompt: "A dog??", images: images(2), maxTokens: 1 }, (2 + 2 * 1792) * 10 + 100],
    [
      "a video",
      { prompt: "A dog??", url: "https://example.com/a.mp4", video: { fps: 2 }, maxTokens: 1 },
      (2 + 1792 + 121 * 256) * 10 + 100,
    ],
  ])("reserves an estimate for %s", async (_name, question, millionths) => {
    let reserved = 0;
    const { vlm, budget } = guard(async () => {
      reserved = (await budget.state()).reservedUsd;
      return {};
    });
    await Reflect.apply(vlm.ask, vlm, [question]);
    expect(reserved).toBeCloseTo(millionths / 1_000_000, 7);
  });

  it("sends nothing and opens no media without room", async () => {
    const { vlm, budget, bodies } = guard(() => ({}), { limitUsd: 0.01 });
    const media = vi.fn<() => Uint8Array>(() => JPEG);
    await expect(vlm.ask({ prompt: "A dog?", media })).rejects.toMatchObject({ kind: "budget" });
    await expect(vlm.judge({ media }, RULES)).rejects.toMatchObject({ kind: "budget" });
    expect([bodies.length, media.mock.calls.length]).toEqual([0, 0]);
    expect(await budget.state()).toMatchObject(NOTHING);
  });

  it("counts an answer that cannot be used as unknown, and rejected work as nothing", async () => {
    const { vlm, budget } = guard((_body, call) =>
      call === 0 ? Response.json(chatBody("no JSON")) : Response.json({ message: "no" }, { status: 429 }),
    );
    const question = { prompt: "A dog?", schema: z.strictObject({ dog: z.boolean() }), maxTokens: 100 };
    await expect(vlm.ask(question)).rejects.toMatchObject({ kind: "decode" });
    const { unknownUsd } = await budget.state();
    expect(unknownUsd).toBeGreaterThan(0.01);
    await expect(vlm.ask(question)).rejects.toMatchObject({ status: 429 });
    expect(await budget.state()).toMatchObject({ ...NOTHING, unknownUsd });
  });

  it("settles at the estimate without prices", async () => {
    const { vlm, budget } = guard(() => ({}), { prices: undefined, estimateUsd: () => 0.3 });
    await vlm.ask({ prompt: "A dog?" });
    expect(await budget.state()).toMatchObject({ ...NOTHING, spentUsd: 0.3 });
  });

  it.each([[{}], [null], [{ prompt: 5 }], [{ prompt: "A dog?", images: 5 }], [{ prompt: "A", text: 5 }]])(
    "releases the invalid question %o, with the error of the client",
    async (question) => {
      const { vlm, budget, bodies } = guard(() => ({}));
      await expect(Reflect.apply(vlm.ask, vlm, [question])).rejects.toMatchObject({
        kind: expect.stringMatching(/^(?:config|input)$/),
      });
      expect(bodies).toHaveLength(0);
      expect(await budget.state()).toMatchObject(NOTHING);
    },
  );
});

describe("judge", () => {
  it("reserves all calls at once, and counts the tokens of all answers", async () => {
    const reserved: number[] = [];
    const { vlm, budget } = guard(async (body) => {
      reserved.push((await budget.state()).reservedUsd);
      return answerAll(false)(body);
    });
    const onAnswer = vi.fn<() => void>();
    const verdict = await vlm.judge({ images: images(3) }, RULES, { onAnswer, concurrency: 1 });
    expect(verdict.decision).toBe("allow");
    expect(onAnswer).toHaveBeenCalledTimes(3);
    expect(new Set(reserved).size).toBe(1);
    expect(reserved[0]).toBeGreaterThan((3 * (1792 * 10 + 1024 * 100)) / 1_000_000);
    expect(await budget.state()).toMatchObject({ ...NOTHING, spentUsd: 0.0126 });
  });

  it("counts answers that cannot be used as unknown, each at its share of the estimate", async () => {
    const { vlm, budget } = guard(
      (body, call) => (call === 1 ? Response.json(chatBody("no JSON")) : answerAll(false)(body)),
      {
        estimateUsd: () => 0.3,
      },
    );
    expect((await vlm.judge({ images: images(3) }, RULES, { concurrency: 1 })).decision).toBe("unknown");
    expect(await budget.state()).toMatchObject({ spentUsd: 0.0084, reservedUsd: 0, unknownUsd: 0.1 });
  });

  it("counts calls that a block aborts as unknown", async () => {
    const { vlm, budget } = guard(
      async (body, call) => (call === 0 ? answerAll(true)(body) : new Promise(() => {})),
      {
        estimateUsd: () => 0.4,
      },
    );
    expect((await vlm.judge({ images: images(4) }, RULES, { concurrency: 3 })).decision).toBe("block");
    // The fourth call never started.
    await vi.waitFor(async () => {
      const { unknownUsd, ...rest } = await budget.state();
      expect(rest).toMatchObject({ spentUsd: CHARGE, reservedUsd: 0 });
      expect(unknownUsd).toBeCloseTo(0.2, 7);
    });
  });

  it("counts a failed judgment by its attempts", async () => {
    const { vlm, budget } = guard(
      (body, call) =>
        call === 1 ? Response.json({ message: "no" }, { status: 504 }) : answerAll(false)(body),
      { estimateUsd: () => 0.3 },
    );
    await expect(vlm.judge({ images: images(3) }, RULES, { concurrency: 1 })).rejects.toMatchObject({
      status: 504,
    });
    expect(await budget.state()).toMatchObject({ spentUsd: CHARGE, reservedUsd: 0, unknownUsd: 0.1 });
  });

  it("settles at the estimate without prices", async () => {
    const { vlm, budget } = guard(answerAll(false), { prices: undefined, estimateUsd: () => 0.3 });
    await vlm.judge({ images: images(3) }, RULES);
    expect(await budget.state()).toMatchObject({ ...NOTHING, spentUsd: 0.3 });
  });

  it.each<readonly unknown[]>([
    [{}, RULES],
    [{ text: "Hello" }, {}],
    [{ text: "Hello" }, RULES, { onAnswer: 5 }],
    [{ text: "Hello" }, RULES, { concurrency: 0 }],
    [{ text: "Hello" }, RULES, [1]],
  ])("releases invalid arguments %o", async (...given) => {
    const { vlm, budget, bodies } = guard(answerAll(false));
    await expect(Reflect.apply(vlm.judge, vlm, given)).rejects.toMatchObject({
      kind: expect.stringMatching(/^(?:config|input)$/),
    });
    expect(bodies).toHaveLength(0);
    expect(await budget.state()).toMatchObject(NOTHING);
  });
});

describe("options", () => {
  const { vlm } = modelOf(() => ({}));
  const budget = createBudget({ limitUsd: 1, per: "run" });

  it.each<readonly [unknown, string]>([
    [{ budget }, "prices"],
    [{ budget, prices: {} }, "prices.usdPerMillionPromptTokens"],
    [{ budget, prices: { usdPerImage: 1 } }, "prices.usdPerImage"],
    [{ budget, prices: { ...PRICES, usdPerMillionPromptTokens: NaN } }, "prices.usdPerMillionPromptTokens"],
    [{ budget, estimateUsd: 1 }, "estimateUsd"],
    [{ prices: PRICES }, "budget"],
  ])("of %o are rejected", (options, option) => {
    const create = (): unknown => Reflect.apply(withBudget, undefined, [vlm, options]);
    expect(create).toThrow(HiveConfigError);
    expect(create).toThrow(expect.objectContaining({ option }));
  });
});
