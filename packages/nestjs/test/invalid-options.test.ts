import { HiveClient } from "@hivekit/core";
import { HiveVlm } from "@hivekit/core/vlm";
import { createEmulator } from "@hivekit/emulator";
import { hiveHealth, HiveModule, HiveService, HiveVerdictInterceptor, ParseMediaPipe } from "@hivekit/nestjs";
import { MemoryCallbackStore, OnHiveTask, OnHiveTaskFailure } from "@hivekit/nestjs/callbacks";
import { HiveHealthIndicator } from "@hivekit/nestjs/health";
import { HiveTestingModule } from "@hivekit/nestjs/testing";
import { ModuleRef } from "@nestjs/core";
import { HealthIndicatorService } from "@nestjs/terminus";
import { Test } from "@nestjs/testing";
import { EMPTY, isObservable, lastValueFrom } from "rxjs";
import { beforeEach, describe, expect, it } from "vitest";

const emulator = createEmulator();
/** The number of requests. It includes polls, which are not in the emulator's journal. */
let requests = 0;
const fetch: typeof globalThis.fetch = (input, init) => {
  requests += 1;
  return emulator.fetch(input, init);
};
const client = new HiveClient({ apiKey: "demo-text", api: "v2", fetch, retry: false });
const vlm = new HiveVlm({ apiKey: "demo-vlm", fetch, retry: false });
const hive = new HiveService(client, { vlm });
const handle = await hive.submit({ text: "hello" });
await emulator.idle();

/** Invalid options, with the `option` of the error. */
type Invalid = readonly (readonly [options: unknown, option: string | null])[];

const INVALID: Invalid = [
  [null, null],
  [5, null],
  ["fast", null],
  [[], null],
  [{ unknownOption: 1 }, "unknownOption"],
];
const INVALID_CALLS: Invalid = [
  ...INVALID,
  [{ signal: {} }, "signal"],
  [{ signal: "x" }, "signal"],
  [{ signal: null }, "signal"],
  [{ signal: new AbortController() }, "signal"],
  [{ onAttempt: 5 }, "onAttempt"],
  [{ onAttempt: null }, "onAttempt"],
  [{ timeoutMs: Number.NaN }, "timeoutMs"],
  [{ timeoutMs: -1 }, "timeoutMs"],
  [{ idleTimeoutMs: Number.NaN }, "idleTimeoutMs"],
  [{ idleTimeoutMs: -1 }, "idleTimeoutMs"],
];

beforeEach(() => {
  emulator.reset();
  requests = 0;
});

const text = { text: "hello" };

const RULES = {
  instructions: "A forum.",
  categories: { insult: { description: "Insults.", decision: "review" } },
};

/** The arguments before the options. A method of a service that is missing here fails to compile. */
const METHODS: {
  readonly [
    Name in Exclude<
      keyof HiveService,
      "client" | "vlm" | "stats" | "onModuleDestroy" | "beforeApplicationShutdown"
    >
  ]: readonly unknown[];
} = {
  classify: [text],
  frames: [text],
  mapFrames: [text, () => EMPTY],
  submit: [text],
  task: [handle.id],
  wait: [handle.id],
  taskFrames: [handle.id],
};
const CALLS: readonly (readonly [name: string, target: object, before: readonly unknown[]])[] = [
  ...Object.entries(METHODS).map(([name, before]) => [name, hive, before] as const),
  ["wait", handle, []],
  ["frames", handle, []],
  ["ask", hive.vlm, [{ prompt: "What is it?", ...text }]],
  ["judge", hive.vlm, [text, RULES]],
];

/** Calls a method as a JavaScript caller could, and reads its result to the end. */
async function callToEnd(target: object, name: string, given: readonly unknown[]): Promise<unknown> {
  const method: unknown = Reflect.get(target, name);
  if (typeof method !== "function") throw new TypeError(`${name} is not a method.`);
  const result: unknown = await Reflect.apply(method, target, given);
  if (isObservable(result)) return lastValueFrom(result, { defaultValue: null });
  const isStream = typeof result === "object" && result !== null && "summary" in result;
  return isStream ? callToEnd(result, "summary", []) : result;
}

describe.each(CALLS)("%s() of %O", (name, target, before) => {
  it.each(INVALID_CALLS)("rejects %o before anything begins or is sent", async (options, option) => {
    await expect(callToEnd(target, name, [...before, options])).rejects.toMatchObject({
      name: "HiveConfigError",
      kind: "config",
      option,
    });
    expect([requests, emulator.journal, hive.stats().inFlight]).toEqual([0, [], 0]);
  });
});

describe("HiveService", () => {
  it.each(["frames", "mapFrames", "taskFrames"] as const)("throws in %s(), before a subscription", (name) => {
    const call = (): unknown => Reflect.apply(hive[name], hive, [...METHODS[name], { signal: null }]);
    expect(call).toThrow(expect.objectContaining({ kind: "config", option: "signal" }));
  });

  it("rejects the first read of a task's frames, as the client does", async () => {
    const frames = Reflect.apply(handle.frames, handle, [{ signal: null }]);
    await expect(frames[Symbol.asyncIterator]().next()).rejects.toMatchObject({ option: "signal" });
    await expect(frames.summary()).rejects.toMatchObject({ option: "signal" });
    frames.cancel();
    expect(hive.stats().inFlight).toBe(0);
  });

  it.each([
    [{ callbackUrl: 5 }, "callbackUrl"],
    [{ callbackUrl: null }, "callbackUrl"],
    [{ callbackUrl: "file:///etc" }, "callbackUrl"],
  ])("rejects %o in submit()", async (options, option) => {
    const call = callToEnd(hive, "submit", [text, options]);
    await expect(call).rejects.toMatchObject({ kind: "config", option });
    expect(requests).toBe(0);
  });

  it.each([
    [{ frameLimit: Number.NaN }, "frameLimit"],
    [{ frameOffset: -1 }, "frameOffset"],
  ])("rejects %o in task()", async (options, option) => {
    await expect(hive.task(handle.id, options)).rejects.toMatchObject({ kind: "config", option });
    expect(requests).toBe(0);
  });
});

const boot = async (module: unknown): Promise<unknown> =>
  // A JavaScript caller can pass anything.
  Test.createTestingModule({ imports: [Object(module)] }).compile();
const terminus = Object.create(HealthIndicatorService.prototype);
const modules = Object.create(ModuleRef.prototype);
const stats = hive.stats();

/** All other functions and classes with options. They send nothing, now or later. */
const OTHERS: readonly (readonly [name: string, call: (options: unknown) => unknown, invalid: Invalid])[] = [
  ["stats", (options) => Reflect.apply(hive.stats, hive, [options]), [...INVALID, ...windows()]],
  ["hiveHealth", (options) => Reflect.apply(hiveHealth, null, [stats, options]), [...INVALID, ...windows()]],
  [
    "HiveHealthIndicator.check",
    (options) => {
      const indicator = new HiveHealthIndicator(terminus, modules);
      return Reflect.apply(indicator.check, indicator, ["hive", options]);
    },
    [...INVALID, ...windows(), [{ project: 5 }, "project"]],
  ],
  [
    "HiveService",
    (options) => Reflect.construct(HiveService, [client, options]),
    [
      ...INVALID,
      [{ shutdownGraceMs: Number.NaN }, "shutdownGraceMs"],
      [{ vlm: { apiKey: "k" } }, "vlm"],
      [{ vlm: "demo-vlm" }, "vlm"],
    ],
  ],
  ["OnHiveTask", (options) => Reflect.apply(OnHiveTask, null, [options]), INVALID],
  ["OnHiveTaskFailure", (options) => Reflect.apply(OnHiveTaskFailure, null, [options]), INVALID],
  [
    "MemoryCallbackStore",
    (options) => Reflect.construct(MemoryCallbackStore, [options]),
    [...INVALID, [{ mostEntries: Number.NaN }, "mostEntries"], [{ now: 5 }, "now"]],
  ],
  [
    "ParseMediaPipe",
    (options) => Reflect.construct(ParseMediaPipe, [options]),
    [...INVALID, [{ maxBytes: Number.NaN }, "maxBytes"], [{ types: [] }, "types"]],
  ],
  [
    "HiveVerdictInterceptor",
    (options) => Reflect.apply(HiveVerdictInterceptor, null, [options]),
    [...INVALID, [{ onReview: "no" }, "onReview"], [{ media: [] }, "media"]],
  ],
  [
    "HiveModule.forRoot",
    (options) => boot(Reflect.apply(HiveModule.forRoot, HiveModule, [withKey(options)])),
    [...INVALID, ...projects()],
  ],
  [
    "HiveModule.forRootAsync",
    (options) => boot(Reflect.apply(HiveModule.forRootAsync, HiveModule, [options])),
    [...INVALID.slice(0, 4), [{ unknownOption: 1, useFactory: () => ({}) }, "unknownOption"]],
  ],
  [
    "the factory of HiveModule.forRootAsync",
    (options) => boot(HiveModule.forRootAsync({ useFactory: () => Object(withKey(options)) })),
    [[[], null], [{ unknownOption: 1 }, "unknownOption"], ...projects()],
  ],
  [
    "HiveTestingModule.forRoot",
    (options) => boot(Reflect.apply(HiveTestingModule.forRoot, HiveTestingModule, [options])),
    [...INVALID, ...projects(), [{ emulator: 5 }, "emulator"]],
  ],
  [
    "HiveTestingModule.serviceOn",
    (options) => Reflect.apply(HiveTestingModule.serviceOn, HiveTestingModule, [options]),
    [
      ...INVALID.slice(0, 4),
      [{}, "emulator"],
      [{ emulator: 5 }, "emulator"],
      [{ emulator: {} }, "emulator"],
      [{ emulator, unknownOption: 1 }, "unknownOption"],
      [{ emulator, timeoutMs: -1 }, "timeoutMs"],
      [{ emulator, vlm: 5 }, "vlm"],
      [{ emulator, vlm: { timeoutMs: -1 } }, "vlm.timeoutMs"],
    ],
  ],
];

function windows(): Invalid {
  return [
    [{ windowMs: Number.NaN }, "windowMs"],
    [{ windowMs: -1 }, "windowMs"],
  ];
}

function projects(): Invalid {
  return [
    [{ timeoutMs: Number.NaN }, "timeoutMs"],
    [{ timeoutMs: -1 }, "timeoutMs"],
    [{ shutdownGraceMs: -1 }, "shutdownGraceMs"],
    [{ callbacks: 5 }, "callbacks"],
    [{ logger: 5 }, "logger"],
    [{ vlm: 5 }, "vlm"],
    [{ vlm: [] }, "vlm"],
    [{ vlm: { apiKey: "k", timeoutMs: -1 } }, "vlm.timeoutMs"],
    [{ vlm: { apiKey: "k", limits: { mediaBytes: 0 } } }, "vlm.limits.mediaBytes"],
    [{ vlm: { apiKey: "k", unknownOption: 1 } }, "vlm.unknownOption"],
  ];
}

/** Adds an API key to options that are an object. */
function withKey(options: unknown): unknown {
  const isObject = typeof options === "object" && options !== null && !Array.isArray(options);
  return isObject ? { apiKey: "k", ...options } : options;
}

describe.each(OTHERS)("%s", (_name, call, invalid) => {
  it.each(invalid)("rejects %o", async (options, option) => {
    const outcome = (async () => call(options))();
    await expect(outcome).rejects.toMatchObject({ kind: "config", option });
  });
});

describe("a key in the wrong option", () => {
  const secret = "sk-live-secret-key";
  const callbacks = { publicUrl: "https://app.example", secrets: ["0123456789abcdef0123456789abcdef"] };

  it.each([
    ["name", { name: { secret } }],
    ["isGlobal", { isGlobal: secret }],
    ["api", { api: `${secret}-of-${secret}`, callbacks }],
    ["shutdownGraceMs", { shutdownGraceMs: secret }],
    ["callbacks", { callbacks: secret }],
    ["vlm", { vlm: secret }],
    ["vlm.model", { vlm: { apiKey: "k", model: secret } }],
    ["callbacks.publicUrl", { callbacks: { ...callbacks, publicUrl: secret } }],
    ["callbacks.secrets", { callbacks: { ...callbacks, secrets: secret } }],
    ["callbacks.path", { callbacks: { ...callbacks, path: `/${secret}` } }],
    ["callbacks.confirm", { callbacks: { ...callbacks, confirm: secret } }],
  ])("is not shown: %s", async (option, options) => {
    const call = async () =>
      boot(Reflect.apply(HiveModule.forRoot, HiveModule, [{ apiKey: "k", api: "v2", ...options }]));
    await expect(call()).rejects.toMatchObject({ option, message: expect.not.stringContaining(secret) });
  });

  it("is not shown: onReview", () => {
    const call = (): unknown => Reflect.apply(HiveVerdictInterceptor, null, [{ onReview: secret }]);
    expect(call).toThrow(
      expect.objectContaining({ option: "onReview", message: expect.not.stringContaining(secret) }),
    );
  });
});
