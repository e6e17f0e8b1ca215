import { HiveClient, type Submission } from "@hivekit/core";
import { createBudget, estimateCharge, withBudget } from "@hivekit/core/guard";
import { createPanel } from "@hivekit/core/panel";
import { classifyText } from "@hivekit/core/text";
import { definePromptPolicy, HiveVlm } from "@hivekit/core/vlm";
import { describe, expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";
import { createWav } from "./support/sound.ts";
import { demoMedia } from "./support/submit.ts";

// Compares core's estimates and budgets with the charges of the emulator, which counts them independently.

const NOTHING = { spentUsd: 0, reservedUsd: 0, unknownUsd: 0 };
const open = async (name: string): Promise<File> => new File([new Uint8Array(await demoMedia(name))], name);
const photo = await open("shapes.jpg");
const gif = await open("traffic-light.gif");
const clip = await open("colors.mp4");

/** The sum of the charges in a journal, in US dollars. */
function sumJournal({ journal }: ReturnType<typeof createEmulator>): number {
  return journal.reduce((sum, { chargeUsd }) => sum + Math.round(chargeUsd * 1e5), 0) / 1e5;
}

function connect(apiKey: string, emulator = createEmulator()) {
  return { emulator, hive: new HiveClient({ apiKey, api: "v2", fetch: emulator.fetch, retry: false }) };
}

describe("an estimate equals the charge", () => {
  it.each([photo, gif, clip])("of $name by its duration", async (media) => {
    const { hive } = connect("demo-visual");
    const [result] = (await hive.classify({ media })).results;
    const durationSeconds = result?.media?.durationSeconds ?? 0;
    const estimate =
      media === photo
        ? estimateCharge({ kind: "image" })
        : estimateCharge({ kind: media === gif ? "gif" : "video", durationSeconds });
    expect(result?.chargeUsd).toBe(estimate);
  });

  it.each([0.5, 1, 2.25, 7, 30.1])("of %d s of audio", async (seconds) => {
    const { hive } = connect("demo-speech");
    const [result] = (await hive.classify({ media: createWav(seconds) })).results;
    expect(result?.chargeUsd).toBe(estimateCharge({ kind: "audio", durationSeconds: seconds }));
  });

  it.each([1, 1024, 1025, 5000])(
    "of a text of %d characters without sentences, within a piece",
    async (characters) => {
      const { hive, emulator } = connect("demo-text");
      await classifyText(hive, "word ".repeat(characters).slice(0, characters - 1) + "s");
      expect(
        Math.abs(sumJournal(emulator) - estimateCharge({ kind: "text", characters })),
      ).toBeLessThanOrEqual(0.001);
    },
  );
});

describe("a budget on the emulator", () => {
  it("counts what the emulator bills, for each way to call it", async () => {
    const { hive: client, emulator } = connect("demo-visual");
    const budget = createBudget({ limitUsd: 10, per: "run" });
    const hive = withBudget(client, { budget });
    await hive.classify({ media: photo });
    await hive.frames({ media: gif }).summary();
    const handle = await hive.submit({ media: clip });
    expect((await budget.state()).spentUsd).toBeGreaterThan(0.1);
    await handle.wait();
    expect(await budget.state()).toMatchObject({ ...NOTHING, spentUsd: sumJournal(emulator) });
  });

  it("counts each piece of a long text", async () => {
    const { hive: client, emulator } = connect("demo-text");
    const budget = createBudget({ limitUsd: 10, per: "run" });
    await classifyText(withBudget(client, { budget }), "A sentence. ".repeat(400));
    expect(sumJournal(emulator)).toBeGreaterThan(0.004);
    expect(await budget.state()).toMatchObject({ ...NOTHING, spentUsd: sumJournal(emulator) });
  });

  it("counts the tokens of the vision language model", async () => {
    const emulator = createEmulator();
    const budget = createBudget({ limitUsd: 10, per: "run" });
    const model = new HiveVlm({ apiKey: "demo-vlm", fetch: emulator.fetch });
    const prices = { usdPerMillionPromptTokens: 1, usdPerMillionCompletionTokens: 1 };
    const rules = definePromptPolicy({
      instructions: "A forum.",
      categories: { insult: { description: "Insults.", decision: "review" } },
    });
    const vlm = withBudget(model, { budget, prices });
    const { usage } = await vlm.ask({ prompt: "What is there?", media: photo });
    expect((await budget.state()).spentUsd).toBeCloseTo(usage.totalTokens / 1e6, 7);
    let tokens = 0;
    await vlm.judge({ media: photo, text: "Hello" }, rules, {
      onAnswer: (answer) => (tokens += answer.usage.totalTokens),
    });
    expect(tokens).toBeGreaterThan(0);
    const { spentUsd, reservedUsd, unknownUsd } = await budget.state();
    expect([reservedUsd, unknownUsd]).toEqual([0, 0]);
    // Each call is rounded up to 0.0000001.
    expect(spentUsd).toBeCloseTo((usage.totalTokens + tokens) / 1e6, 6);
  });
});

describe("a panel with a member out of budget", () => {
  const policy = { block: { gun_in_hand: 0.9 } };
  const item: Submission = { media: photo };

  it("is unknown, never allow, and bills nothing for that member", async () => {
    const { hive: client, emulator } = connect("demo-visual");
    const budget = createBudget({ limitUsd: 0.001, per: "run" });
    const panel = createPanel({
      members: {
        guarded: { client: withBudget(client, { budget, estimateUsd: () => 0.003 }), policy },
        free: { client, policy },
      },
    });
    const { decision, members, charge } = await panel.judge(item);
    expect([decision, members.guarded.state, members.free.state]).toEqual(["unknown", "failed", "judged"]);
    expect(members.guarded.error).toMatchObject({ kind: "budget", limitUsd: 0.001 });
    expect(charge).toEqual({ knownUsd: 0.003, isComplete: true });
    expect(sumJournal(emulator)).toBe(0.003);
    expect(await budget.state()).toMatchObject(NOTHING);
  });

  it("counts the charges of members with room", async () => {
    const { hive: client, emulator } = connect("demo-visual");
    const budget = createBudget({ limitUsd: 1, per: "run" });
    const guarded = withBudget(client, { budget });
    const panel = createPanel({
      members: { one: { client: guarded, policy }, two: { client: guarded, policy } },
    });
    const { decision, charge } = await panel.judge(item);
    expect([decision, charge]).toEqual(["allow", { knownUsd: 0.006, isComplete: true }]);
    expect(await budget.state()).toMatchObject({ ...NOTHING, spentUsd: sumJournal(emulator) });
  });
});
