import { getEventListeners } from "node:events";
import { HiveClient } from "@hivekit/core";
import { definePromptPolicy, HiveVlm } from "@hivekit/core/vlm";
import { createEmulator } from "@hivekit/emulator";
import type { Emulator } from "@hivekit/emulator";
import {
  getHiveToken,
  hiveHealth,
  HiveModule,
  HivePanel,
  HivePanelModule,
  HiveService,
} from "@hivekit/nestjs";
import type { HiveModuleOptions, HiveProjectOptions } from "@hivekit/nestjs";
import { getEmulatorToken, HiveTestingModule } from "@hivekit/nestjs/testing";
import { judgementsOf } from "@hivekit/rxjs";
import { Test } from "@nestjs/testing";
import { firstValueFrom, toArray } from "rxjs";
import { afterEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { deferred } from "./support/deferred.ts";
import { createLog } from "./support/log.ts";

const rules = definePromptPolicy({
  instructions: "A forum for students.",
  categories: { weaponsSale: { description: "Offers to sell or buy weapons.", decision: "block" } },
});
const question = { prompt: "What is it about?", text: "Chess" };
const offer = { text: "weapons for sale" };
const never = (): Promise<Response> => new Promise(() => {});

/** An emulator, and the requests that it received. */
function recordingEmulator(): {
  readonly emulator: Emulator;
  readonly requests: Request[];
  readonly fetch: typeof fetch;
} {
  const emulator = createEmulator();
  const requests: Request[] = [];
  return {
    emulator,
    requests,
    fetch: (input, init) => {
      const request = new Request(input, init);
      requests.push(request.clone());
      return emulator.fetch(request);
    },
  };
}

async function serviceOf(options: HiveModuleOptions): Promise<HiveService> {
  const app = await Test.createTestingModule({
    imports: [HiveModule.forRoot({ logger: false, ...options })],
  }).compile();
  return app.get<HiveService>(getHiveToken(options.name));
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("HiveService.vlm", () => {
  it("asks with the key of vlm, and with the project's other options", async () => {
    const { emulator, requests, fetch } = recordingEmulator();
    const attempts: (number | null)[] = [];
    const hive = await serviceOf({
      apiKey: "demo-visual",
      fetch,
      headers: { "x-app": "forum" },
      onAttempt: ({ status }) => attempts.push(status),
      vlm: { apiKey: "demo-vlm", timeoutMs: undefined },
    });
    const { value } = await hive.vlm.ask({ ...question, schema: z.strictObject({ chess: z.boolean() }) });
    expect(value).toEqual({ chess: true });
    expect(typeof (await hive.vlm.ask(question)).value).toBe("string");
    expect(emulator.journal.map(({ projectKey }) => projectKey)).toEqual(["demo-vlm", "demo-vlm"]);
    expect(requests[0]?.headers.get("x-app")).toBe("forum");
    expect(attempts).toEqual([200, 200]);
  });

  it("judges, and counts a judgment as one call", async () => {
    const { fetch } = createEmulator();
    const hive = await serviceOf({ apiKey: "demo-visual", fetch, vlm: { apiKey: "demo-vlm" } });
    const own: (number | null)[] = [];
    const judging = hive.vlm.judge(offer, rules, { onAttempt: ({ status }) => own.push(status) });
    expect(hive.stats().inFlight).toBe(1);
    expect(await judging).toMatchObject({ decision: "block", reasons: [{ rule: "categories.weaponsSale" }] });
    expect(hive.stats()).toMatchObject({ inFlight: 0, attempts: 1, failures: 0, access: "granted" });
    expect(hive.stats().lastSuccess).toBeInstanceOf(Date);
    expect(own).toEqual([200]);
  });

  it("can be passed to judgementsOf", async () => {
    const hive = HiveTestingModule.serviceOn({ emulator: createEmulator() });
    const outcomes = judgementsOf(hive.vlm, [{ text: "Hello" }, offer], { policy: rules, concurrency: 1 });
    const decisions = (await firstValueFrom(outcomes.pipe(toArray()))).map(
      ({ verdict }) => verdict?.decision,
    );
    expect(decisions).toEqual(["allow", "block"]);
    expect(hive.stats().attempts).toBe(2);
  });

  it.each<[string, HiveProjectOptions["apiKey"]]>([
    ["demo-v3", "demo-v3"],
    ["HIVE_API_KEY", undefined],
  ])("uses the project's own key in v3: %s", async (_, apiKey) => {
    vi.stubEnv("HIVE_API_KEY", "demo-v3");
    const emulator = createEmulator();
    const model = "hive/visual-moderation";
    const hive = await serviceOf({ apiKey, api: "v3", model, fetch: emulator.fetch });
    await hive.vlm.ask(question);
    expect(emulator.verify.one().projectKey).toBe("demo-v3");
  });

  it("inherits limits that apply to the model, and replaces an option that vlm has", async () => {
    const media = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4]);
    const project = {
      apiKey: "demo-v3",
      api: "v3",
      fetch: createEmulator().fetch,
      limits: { mediaBytes: 4, textCharacters: 2 },
    } as const;
    const inheriting = await serviceOf(project);
    await expect(inheriting.vlm.ask({ prompt: "What?", media })).rejects.toMatchObject({ kind: "input" });
    const replacing = await serviceOf({ ...project, vlm: { limits: { replyBytes: 10 } } });
    await expect(replacing.vlm.ask(question)).rejects.toMatchObject({ kind: "decode" });
  });

  it.each([undefined, "v1", "v2"] as const)(
    "throws without a key of v3, and never reads HIVE_API_KEY: %s",
    async (api) => {
      vi.stubEnv("HIVE_API_KEY", "a-real-key");
      const hive = await serviceOf({ api, fetch: never });
      expect(() => hive.vlm).toThrow(
        expect.objectContaining({
          kind: "config",
          option: "vlm.apiKey",
          message:
            'The project has no API key for the vision language model, which needs a secret key of v3. Set vlm.apiKey of the project, or api: "v3".',
        }),
      );
      await expect(serviceOf({ api, fetch: never, vlm: { timeoutMs: 5 } })).rejects.toMatchObject({
        option: "vlm.apiKey",
        message: `vlm.apiKey is missing; pass a secret key of v3, because the project's own key is for ${api ?? "v1"}.`,
      });
    },
  );

  it("reports an invalid option at boot, with the project's name", async () => {
    const vlm = { apiKey: "k", timeoutMs: -1 };
    await expect(serviceOf({ name: "posts", apiKey: "k", vlm })).rejects.toMatchObject({
      kind: "config",
      option: "vlm.timeoutMs",
      message: expect.stringMatching(/^Hive project "posts": vlm: .*timeoutMs must be/),
    });
  });

  it("logs under the project's name, without the key or the text", async () => {
    const log = createLog();
    const emulator = createEmulator({ faults: ["503"] });
    const app = await Test.createTestingModule({
      imports: [
        HiveModule.forRootAsync({
          name: "posts",
          useFactory: async () => ({
            apiKey: "demo-text",
            api: "v2" as const,
            fetch: emulator.fetch,
            retry: { minDelayMs: 0, maxDelayMs: 0 },
            vlm: { apiKey: "demo-vlm" },
          }),
        }),
      ],
    })
      .setLogger(log.logger)
      .compile();
    await app.get<HiveService>(getHiveToken("posts")).vlm.judge(offer, rules);
    expect(log.text()).toContain("HiveService:posts");
    expect(log.text()).toContain("503");
    expect(log.text()).not.toMatch(/demo-vlm|weapons/);
  });

  it("rejects calls in flight and later ones when the app has shut down", async () => {
    const options = {
      apiKey: "k",
      fetch: never,
      logger: false as const,
      shutdownGraceMs: 0,
      vlm: { apiKey: "v" },
    };
    const app = await Test.createTestingModule({ imports: [HiveModule.forRoot(options)] }).compile();
    await app.init();
    const hive = app.get(HiveService);
    const outcomes = Promise.allSettled([hive.vlm.ask(question), hive.vlm.judge(offer, rules)]);
    await app.close();
    const closed = { status: "rejected", reason: expect.objectContaining({ kind: "closed" }) };
    expect(await outcomes).toEqual([closed, closed]);
    await expect(hive.vlm.judge(offer, rules)).rejects.toMatchObject({ kind: "closed" });
    expect(hive.stats()).toMatchObject({ inFlight: 0, failures: 0 });
  });

  it("lets a judgment complete during the shutdown grace period", async () => {
    const release = deferred<void>();
    const { fetch } = createEmulator();
    const app = await Test.createTestingModule({
      imports: [
        HiveModule.forRoot({
          apiKey: "demo-v3",
          api: "v3",
          logger: false,
          fetch: async (input, init) => {
            await release.promise;
            return fetch(input, init);
          },
        }),
      ],
    }).compile();
    await app.init();
    const judging = app.get(HiveService).vlm.judge(offer, rules);
    const closed = app.close();
    release.resolve();
    expect((await judging).decision).toBe("block");
    await closed;
  });

  it("rejects with the caller's own abort reason, and removes its listener", async () => {
    const vlm = new HiveVlm({ apiKey: "k", fetch: never });
    const hive = new HiveService(new HiveClient({ apiKey: "k", fetch: never }), { vlm });
    const controller = new AbortController();
    const { signal } = controller;
    const calls = [hive.vlm.ask(question, { signal }), hive.vlm.judge(offer, rules, { signal })];
    controller.abort("left");
    for (const call of calls) await expect(call).rejects.toBe("left");
    expect(getEventListeners(signal, "abort")).toEqual([]);
    expect(hive.stats()).toMatchObject({ attempts: 0, failures: 0, inFlight: 0 });
  });

  it("makes the project down while Hive rejects the model's key, although it accepts the project's", async () => {
    const { fetch } = createEmulator();
    const hive = await serviceOf({ apiKey: "demo-text", api: "v2", fetch, vlm: { apiKey: "wrong" } });
    await expect(hive.vlm.judge(offer, rules)).rejects.toMatchObject({ kind: "http" });
    await hive.classify({ text: "hello" });
    expect(hiveHealth(hive.stats())).toMatchObject({ status: "down" });
  });

  it("does not count an invalid question as a failure", async () => {
    const hive = HiveTestingModule.serviceOn({ emulator: createEmulator() });
    await expect(hive.vlm.judge({ text: "" }, rules)).rejects.toMatchObject({ kind: "input" });
    // A JavaScript caller can pass this.
    await expect(Reflect.apply(hive.vlm.ask, hive.vlm, [null])).rejects.toMatchObject({ kind: "input" });
    expect(hive.stats()).toMatchObject({ attempts: 0, failures: 0 });
  });
});

describe("HiveTestingModule", () => {
  it.each<[string, Parameters<typeof HiveTestingModule.forRoot>[0]]>([
    ["demo-vlm", {}],
    ["demo-vlm", { apiKey: "demo-text", api: "v2" }],
    ["demo-v3", { apiKey: "demo-v3", api: "v3" }],
    ["demo-v3", { vlm: { apiKey: "demo-v3" } }],
  ])("answers with the emulator's model, with the key %s", async (key, options) => {
    const app = await Test.createTestingModule({ imports: [HiveTestingModule.forRoot(options)] }).compile();
    expect((await app.get(HiveService).vlm.judge(offer, rules)).decision).toBe("block");
    expect(app.get<Emulator>(getEmulatorToken()).verify.one().projectKey).toBe(key);
    await app.close();
  });

  it("answers by rules, also in a service that replaces the app's own", async () => {
    vi.stubEnv("HIVE_API_KEY", undefined);
    const emulator = createEmulator({
      rules: [{ match: { words: ["rifle"] }, answer: { weaponsSale: true } }],
    });
    const app = await Test.createTestingModule({ imports: [HiveModule.forRoot()] })
      .overrideProvider(getHiveToken())
      .useValue(HiveTestingModule.serviceOn({ emulator }))
      .compile();
    expect(await app.get(HiveService).vlm.judge({ text: "rifle" }, rules)).toMatchObject({
      decision: "block",
    });
  });
});

describe("a panel member with the vision language model", () => {
  const openPanel = async (emulator: Emulator) => {
    const app = await Test.createTestingModule({
      imports: [
        HiveTestingModule.forRoot({
          name: "posts",
          isGlobal: true,
          apiKey: "demo-text",
          api: "v2",
          emulator,
        }),
        HivePanelModule.forRootAsync({
          inject: [getHiveToken("posts")],
          useFactory: (posts: HiveService) => ({
            members: {
              text: { project: "posts", policy: { block: { hate: 3 } } },
              rules: {
                takes: "both",
                judge: (item, { signal }) => posts.vlm.judge(item, rules, { signal }),
              },
            },
          }),
        }),
      ],
    }).compile();
    await app.init();
    return app;
  };

  it("decides together with the other members", async () => {
    const app = await openPanel(createEmulator());
    const verdict = await app.get(HivePanel).judge(offer);
    expect(verdict).toMatchObject({
      decision: "block",
      members: { rules: { state: "judged", verdict: { reasons: [{ kind: "category" }] } } },
    });
    expect((await app.get(HivePanel).judge({ text: "Hello" })).decision).toBe("allow");
    expect(app.get<HiveService>(getHiveToken("posts")).stats().attempts).toBeGreaterThanOrEqual(3);
    await app.close();
  });

  it("is unknown if the model does not answer, and never allow", async () => {
    for (const fault of ["chat-refusal", "chat-missing-key", "chat-cut"]) {
      const app = await openPanel(createEmulator({ faults: [fault] }));
      const { decision, members } = await app.get(HivePanel).judge({ text: "Hello" });
      expect([decision, members["rules"]?.verdict?.decision]).toEqual(["unknown", "unknown"]);
      await app.close();
    }
  });
});
