import { expectTypeOf, it } from "vitest";
import * as z from "zod";
import { createBudget, withBudget } from "./guard.ts";
import type { HiveCalls, HiveVlmCalls } from "./guard.ts";
import { HiveClient } from "./index.ts";
import { createPanel } from "./panel.ts";
import { classifyText } from "./text.ts";
import { HiveVlm } from "./vlm.ts";

const budget = createBudget({ limitUsd: 1, per: "day" });
const client = new HiveClient({ apiKey: "any" });
const vlm = new HiveVlm({ apiKey: "any" });
const prices = { usdPerMillionPromptTokens: 1, usdPerMillionCompletionTokens: 2 };

it("a guarded client can be used in place of the client", () => {
  const hive = withBudget(client, { budget });
  expectTypeOf(hive).toEqualTypeOf<HiveCalls>();
  expectTypeOf<HiveClient>().toExtend<HiveCalls>();
  expectTypeOf(withBudget(hive, { budget })).toEqualTypeOf<HiveCalls>();
  createPanel({ members: { visual: { client: hive, policy: { block: { yes_smoking: 0.9 } } } } });
  void classifyText(hive, "Hello");
});

it("a guarded model can be used in place of the model", () => {
  const guarded = withBudget(vlm, { budget, prices });
  expectTypeOf(guarded).toEqualTypeOf<HiveVlmCalls>();
  const answer = guarded.ask({ prompt: "A dog?", schema: z.strictObject({ dog: z.boolean() }) });
  expectTypeOf<Awaited<typeof answer>["value"]>().toEqualTypeOf<{ dog: boolean }>();
  const text = guarded.ask({ prompt: "A dog?" });
  expectTypeOf<Awaited<typeof text>["value"]>().toEqualTypeOf<string>();
});

it("prices are those of the kind of client", () => {
  withBudget(client, { budget, prices: { usdPerImage: 1 } });
  // @ts-expect-error -- the price of tokens
  withBudget(client, { budget, prices });
  // @ts-expect-error -- the price of images
  withBudget(vlm, { budget, prices: { usdPerImage: 1 } });
});
