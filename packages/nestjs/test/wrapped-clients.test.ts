import { createBudget, withBudget } from "@hivekit/core/guard";
import { definePromptPolicy } from "@hivekit/core/vlm";
import { createEmulator } from "@hivekit/emulator";
import { HiveModule, HivePanel, HivePanelModule, HiveService } from "@hivekit/nestjs";
import type { HiveProjectOptions } from "@hivekit/nestjs";
import { HiveTestingModule } from "@hivekit/nestjs/testing";
import { Test } from "@nestjs/testing";
import { lastValueFrom } from "rxjs";
import { expect, it } from "vitest";
import { PNG } from "./support/png.ts";

const photo = { media: PNG };
const rules = definePromptPolicy({
  instructions: "A forum for students.",
  categories: { weaponsSale: { description: "Offers to sell weapons.", decision: "block" } },
});

/** Project options whose wrappers record the names of the methods that are called. */
function recordCalls(): { readonly calls: string[]; readonly options: HiveProjectOptions } {
  const calls: string[] = [];
  /** Records the name of each method that is called. */
  const record = <Target extends object>(target: Target): Target =>
    new Proxy(target, {
      get: (_target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== "function") return method;
        return (...given: readonly unknown[]): unknown => {
          calls.push(String(name));
          return Reflect.apply(method, target, given);
        };
      },
    });
  const { fetch } = createEmulator();
  return {
    calls,
    options: {
      apiKey: "demo-visual",
      api: "v2",
      fetch,
      logger: false,
      vlm: { apiKey: "demo-vlm" },
      wrapClient: record,
      wrapVlm: record,
    },
  };
}

async function serviceOf(options: HiveProjectOptions): Promise<HiveService> {
  const app = await Test.createTestingModule({ imports: [HiveModule.forRoot(options)] }).compile();
  return app.get(HiveService);
}

it("makes all calls of a service through the wrapper", async () => {
  const { calls, options } = recordCalls();
  const hive = await serviceOf(options);
  await hive.classify(photo);
  await lastValueFrom(hive.frames(photo));
  await lastValueFrom(hive.mapFrames(photo, (frame) => [frame.index]));
  const { id } = await hive.submit(photo);
  await hive.wait(id);
  await hive.task(id);
  await lastValueFrom(hive.taskFrames(id));
  expect(calls.filter((call, index) => call !== calls[index - 1])).toEqual([
    "classify",
    "frames",
    "submit",
    "wait",
    "task",
    "taskFrames",
  ]);
});

it("wraps the vision language model, too", async () => {
  const { calls, options } = recordCalls();
  const hive = await serviceOf(options);
  await hive.vlm.ask({ prompt: "What is it about?", text: "Chess" });
  await hive.vlm.judge({ text: "Chess" }, rules);
  expect(calls).toEqual(["ask", "judge"]);
});

it("judges the items of a panel through the wrapper", async () => {
  const { calls, options } = recordCalls();
  const app = await Test.createTestingModule({
    imports: [
      HiveModule.forRoot({ name: "visual", ...options }),
      HivePanelModule.forRoot({
        members: { visual: { project: "visual", policy: { block: { yes_smoking: 0.9 } } } },
      }),
    ],
  }).compile();
  await app.get(HivePanel).judge(photo);
  expect(calls).toEqual(["frames"]);
});

it("leaves the client of the service unwrapped", async () => {
  const { calls, options } = recordCalls();
  const hive = await serviceOf(options);
  await hive.client.classify(photo);
  expect(calls).toEqual([]);
});

it("wraps the clients of a service on an emulator", async () => {
  const { calls, options } = recordCalls();
  const { wrapClient, wrapVlm } = options;
  const hive = HiveTestingModule.serviceOn({ emulator: createEmulator(), wrapClient, wrapVlm });
  await hive.classify(photo);
  await hive.vlm.judge({ text: "Chess" }, rules);
  expect(calls).toEqual(["classify", "judge"]);
});

it("stops a service at its budget, and counts the charges of both clients", async () => {
  const budget = createBudget({ limitUsd: 0.0031, per: "day" });
  const prices = { usdPerMillionPromptTokens: 0, usdPerMillionCompletionTokens: 0 };
  const emulator = createEmulator();
  const hive = HiveTestingModule.serviceOn({
    emulator,
    wrapClient: (client) => withBudget(client, { budget }),
    wrapVlm: (vlm) => withBudget(vlm, { budget, prices }),
  });
  await lastValueFrom(hive.frames(photo));
  await hive.vlm.judge({ text: "Chess" }, rules);
  const sent = emulator.journal.length;
  await expect(hive.classify(photo)).rejects.toMatchObject({ kind: "budget", spentUsd: 0.003 });
  await expect(lastValueFrom(hive.frames(photo))).rejects.toMatchObject({ kind: "budget" });
  expect(emulator.journal).toHaveLength(sent);
  expect(await budget.state()).toMatchObject({ spentUsd: 0.003, reservedUsd: 0, unknownUsd: 0 });
});

it.each([
  ["wrapClient", { wrapClient: "budget" }, /wrapClient must be a function/],
  ["the result of wrapClient", { wrapClient: () => ({ classify: () => {} }) }, /wrapClient must return/],
  ["the result of wrapClient that is a promise", { wrapClient: async () => ({}) }, /wrapClient must return/],
  ["the missing result of wrapClient", { wrapClient: () => {} }, /wrapClient must return/],
  [
    "the result of wrapVlm",
    { wrapVlm: () => ({}) },
    /wrapVlm must return an object with the methods ask, judge/,
  ],
  ["the missing result of wrapVlm", { wrapVlm: () => {} }, /wrapVlm must return/],
])("rejects an invalid value of %s", async (_name, options, message) => {
  const given: object = { ...recordCalls().options, ...options };
  await expect(serviceOf(given)).rejects.toThrow(message);
});
