import type { Task } from "@hivekit/core";
import { signCallbackUrl } from "@hivekit/core/callback";
import { createEmulator } from "@hivekit/emulator";
import { HiveModule, HiveService, getHiveToken } from "@hivekit/nestjs";
import { MemoryCallbackStore, OnHiveTask, OnHiveTaskFailure } from "@hivekit/nestjs/callbacks";
import type { HiveCallbackInfo, HiveCallbackStore } from "@hivekit/nestjs/callbacks";
import { Injectable, Scope } from "@nestjs/common";
import { Test } from "@nestjs/testing";
import { deferred } from "./support/deferred.ts";
import { defer, ignoreElements } from "rxjs";
import type { Observable } from "rxjs";
import { describe, expect, it, vi } from "vitest";
import { callbackBody, openCallbackApp, post, SECRET } from "./support/callback-app.ts";
import { openApp } from "./support/open-app.ts";
import { createLog } from "./support/log.ts";

const callbacks = { publicUrl: "https://app.example", secrets: [SECRET] };

/** Secrets that were read from a file, or contain something that is not visible. */
const UNTRIMMED_SECRETS = ["\n", "\r\n", " ", "\t", "\ufeff", "\0"].flatMap((end) => [
  `${SECRET}${end}`,
  `${end}${SECRET}`,
]);

describe("the callback options", () => {
  it.each([
    ["callbacks", null],
    ["callbacks.publicUrl", { publicUrl: undefined }],
    ["callbacks.publicUrl", { publicUrl: "app.example" }],
    ["callbacks.publicUrl", { publicUrl: "https://app.example/?a=b" }],
    ["callbacks.publicUrl", { publicUrl: "https://me:s3cret@app.example" }],
    ["callbacks.secrets", { secrets: undefined }],
    ["callbacks.secrets", { secrets: [] }],
    ["callbacks.secrets", { secrets: "s3cret" }],
    ["callbacks.secrets", { secrets: [SECRET, "s3cret"] }],
    ["callbacks.path", { path: "/hive/callbacks" }],
    ["callbacks.store", { store: { claim() {}, finish() {} } }],
    ["callbacks.maxBodyBytes", { maxBodyBytes: 0 }],
    ["callbacks.leaseMs", { leaseMs: -1 }],
    ["callbacks.leaseMs", { leaseMs: 2_147_483_648 }],
    ["callbacks.confirm", { confirm: "yes" }],
    ["callbacks.storage", { storage: null }],
  ])(
    "fail at boot with an error that names the invalid option and contains no secrets: %s %o",
    async (option, invalid) => {
      // A JavaScript factory can return these.
      const options = { apiKey: "k", api: "v2", callbacks: invalid && { ...callbacks, ...invalid } };
      const module = Reflect.apply(HiveModule.forRootAsync, HiveModule, [{ useFactory: () => options }]);
      await expect(Test.createTestingModule({ imports: [module] }).compile()).rejects.toMatchObject({
        kind: "config",
        option,
        message: expect.not.stringContaining("s3cret"),
      });
    },
  );

  it.each([
    [
      { path: "/hive" },
      'callbacks.path must be a route without parameters and without leading or trailing slashes, such as "hive/callbacks", got a string.',
    ],
    [{ leaseMs: -1 }, "callbacks.leaseMs must be a whole number from 1 to 2147483647, got -1."],
    [
      { secrets: [SECRET, "s3cret"] },
      "callbacks.secrets[1] must be a string of at least 32 characters, for example 32 random bytes as hex.",
    ],
    [
      { secrets: [`${SECRET}\n`] },
      "callbacks.secrets[0] must not contain control characters or leading or trailing whitespace (trim it if it comes from a file).",
    ],
  ])("fail with a message that describes the valid values: %o", async (invalid, message) => {
    const module = HiveModule.forRoot({ apiKey: "k", api: "v2", callbacks: { ...callbacks, ...invalid } });
    const boot = Test.createTestingModule({ imports: [module] }).compile();
    await expect(boot).rejects.toThrow(`HiveModule.forRoot: ${message}`);
  });

  it("make the submission fail if the function publicUrl returns an invalid URL", async () => {
    const publicUrl = (): string => "https://me:s3cret@app.example";
    const module = HiveModule.forRoot({ apiKey: "k", api: "v2", callbacks: { ...callbacks, publicUrl } });
    const app = await Test.createTestingModule({ imports: [module] }).compile();
    await expect(app.get(HiveService).submit({ text: "hello" })).rejects.toMatchObject({
      kind: "config",
      option: "callbacks.publicUrl",
      message: expect.not.stringContaining("s3cret"),
    });
  });

  it("fail with the name of the invalid option where a method is decorated or a store is created", () => {
    const invalid = (option: string) => expect.objectContaining({ kind: "config", option });
    expect(() => OnHiveTask({ project: "" })).toThrow(invalid("project"));
    expect(() => Reflect.apply(OnHiveTaskFailure, null, [{ projekt: "text" }])).toThrow(invalid("projekt"));
    expect(() => new MemoryCallbackStore({ mostEntries: 0 })).toThrow(invalid("mostEntries"));
    expect(() => Reflect.construct(MemoryCallbackStore, [{ maxEntries: 5 }])).toThrow(invalid("maxEntries"));
  });

  it("fail at boot if the project's name is not valid in a URL", async () => {
    for (const name of ["default", "a b"]) {
      const module = HiveModule.forRoot({ apiKey: "k", api: "v2", name, callbacks });
      await expect(Test.createTestingModule({ imports: [module] }).compile()).rejects.toMatchObject({
        option: "name",
      });
    }
  });

  it("have the limits of core for secrets, names and durations", async () => {
    const accepts = async (action: () => Promise<unknown>): Promise<boolean> =>
      action().then(
        () => true,
        () => false,
      );
    const boot = async (options: Parameters<typeof HiveModule.forRoot>[0]): Promise<unknown> => {
      const module = HiveModule.forRoot({ apiKey: "k", api: "v2", ...options });
      return Test.createTestingModule({ imports: [module] }).compile();
    };
    const sign = async (options: { readonly secret?: string; readonly project?: string }): Promise<string> =>
      signCallbackUrl("https://app.example", { secret: SECRET, project: "text", ...options });
    for (const secret of ["s".repeat(31), "s".repeat(32), ...UNTRIMMED_SECRETS]) {
      const isAccepted = secret === "s".repeat(32);
      expect(await accepts(async () => sign({ secret }))).toBe(isAccepted);
      expect(await accepts(async () => boot({ callbacks: { ...callbacks, secrets: [secret] } }))).toBe(
        isAccepted,
      );
    }
    for (const name of ["n".repeat(64), "n".repeat(65), "a.b-c_D1", "a b", "a/b", "é", "a\n"]) {
      const isAccepted = await accepts(async () => sign({ project: name }));
      expect([name, await accepts(async () => boot({ name, callbacks }))]).toEqual([name, isAccepted]);
    }
    for (const duration of [2_147_483_647, 2_147_483_648]) {
      const isAccepted = duration === 2_147_483_647;
      expect(await accepts(async () => boot({ timeoutMs: duration }))).toBe(isAccepted);
      expect(await accepts(async () => boot({ shutdownGraceMs: duration }))).toBe(isAccepted);
    }
  });

  it.each([undefined, "v1", "v3"] as const)("fail at boot of a project with api %s", async (api) => {
    const model = api === "v3" ? "hive/visual-moderation" : undefined;
    const module = HiveModule.forRoot({ apiKey: "k", api, model, callbacks });
    await expect(Test.createTestingModule({ imports: [module] }).compile()).rejects.toMatchObject({
      kind: "config",
      option: "callbacks",
      message: `HiveModule.forRoot: callbacks require api "v2", got "${api ?? "v1"}"; set api: "v2" or remove callbacks.`,
    });
  });

  it("fail at boot if two projects have the same route, with the names of both", async () => {
    const project = (name: string | undefined, path: string) =>
      HiveModule.forRoot({
        ...(name === undefined ? {} : { name }),
        apiKey: "k",
        api: "v2",
        callbacks: { ...callbacks, path },
      });
    const boot = (...imports: ReturnType<typeof project>[]) =>
      Test.createTestingModule({ imports }).compile();
    await expect(boot(project("text", "hooks"), project("visual", "Hooks"))).rejects.toMatchObject({
      kind: "config",
      option: "callbacks.path",
      message:
        'The Hive project "text" and the Hive project "visual" have the same callback route, Hooks. Give each its own callbacks.path.',
    });
    await expect(boot(project(undefined, "hooks"), project("visual", "hooks"))).rejects.toThrow(
      'The unnamed Hive project and the Hive project "visual" have the same callback route, hooks.',
    );
    // The same route in another app, and another route in the same app, are valid.
    await boot(project("text", "hooks"), project("visual", "other"));
  });

  it("fail at boot if the class of a method is request-scoped", async () => {
    @Injectable({ scope: Scope.REQUEST })
    class PerRequest {
      @OnHiveTask()
      take(): void {}
    }
    const parts = {
      imports: [HiveModule.forRoot({ apiKey: "k", api: "v2", callbacks })],
      providers: [PerRequest],
    };
    await expect(openApp(parts)).rejects.toThrow(/PerRequest.take .* Make the class a singleton/);
  });
});

describe("callbacks", () => {
  it("are delivered to the methods of their own project, each on its own route", async () => {
    const delivered: string[] = [];
    @Injectable()
    class Results {
      @OnHiveTask({ project: "text" })
      text(): void {
        delivered.push("text");
      }

      @OnHiveTask({ project: "visual" })
      visual(): void {
        delivered.push("visual");
      }
    }
    const emulator = createEmulator();
    const publicUrl = (): string => app.url;
    const project = (name: string, apiKey: string) =>
      HiveModule.forRootAsync({
        name,
        useFactory: () => ({
          apiKey,
          api: "v2",
          fetch: emulator.fetch,
          callbacks: { ...callbacks, publicUrl },
        }),
      });
    const app = await openApp({
      imports: [project("text", "demo-text"), project("visual", "demo-visual")],
      providers: [Results],
    });
    await using _app = app;
    await app.nest.get<HiveService>(getHiveToken("text")).submit({ text: "hello" });
    await emulator.idle();
    expect(delivered).toEqual(["text"]);
    expect(emulator.callbacks.list()[0]?.url).toBe(`${app.url}/hive/callbacks/text`);
  });

  it("are omitted for a submission that disables them or has its own callback URL", async () => {
    const emulator = createEmulator();
    await using app = await openCallbackApp({ hive: { fetch: emulator.fetch } });
    const hive = app.nest.get(HiveService);
    await hive.submit({ text: "hello" }, { callbackUrl: false });
    await hive.submit({ text: "hello" }, { callbackUrl: `${app.url}/own` });
    await emulator.idle();
    expect(emulator.callbacks.list().map(({ url }) => url)).toEqual([`${app.url}/own`]);
  });

  it("with confirm, are delivered as Hive returns the task", async () => {
    const emulator = createEmulator();
    await using app = await openCallbackApp({
      hive: { fetch: emulator.fetch, retry: false },
      callbacks: { confirm: true },
    });
    const { id } = await app.nest.get(HiveService).submit({ text: "hello" }, { callbackUrl: false });
    await emulator.idle();
    expect(await post(await app.address(), callbackBody(id))).toBe(200);
    expect(app.results.tasks[0]?.task.results[0]?.model.type).toBe("TEXT_CLASSIFICATION");
    expect(await post(await app.address(), callbackBody("not-there-yet"))).toBe(503);
    emulator.faults.add({ kind: "status", status: 503, route: "GET" });
    expect(await post(await app.address(), callbackBody(id))).toBe(503);
    expect(app.results.tasks).toHaveLength(1);
  });

  it("are rejected if Hive returns a task other than the posted one", async () => {
    const emulator = createEmulator();
    let shown = "none";
    await using app = await openCallbackApp({
      hive: {
        retry: false,
        fetch: async (input, init) => {
          const request = new Request(input, init);
          return emulator.fetch(new Request(request.url.replace("task-2", shown), request));
        },
      },
      callbacks: { confirm: true },
    });
    shown = (await app.nest.get(HiveService).submit({ text: "hello" }, { callbackUrl: false })).id;
    await emulator.idle();
    expect(await post(await app.address(), callbackBody("task-2"))).toBe(403);
    expect(app.results.tasks).toEqual([]);
  });

  it("are delivered to one method for several projects if it is decorated for each", async () => {
    const delivered: string[] = [];
    @Injectable()
    class Results {
      @OnHiveTask({ project: "one" })
      @OnHiveTask({ project: "two" })
      @OnHiveTask({ project: "two" })
      take(_task: Task, { project }: HiveCallbackInfo): void {
        delivered.push(String(project));
      }
    }
    const project = (name: string) => HiveModule.forRoot({ name, apiKey: "k", api: "v2", callbacks });
    await using app = await openApp({ imports: [project("one"), project("two")], providers: [Results] });
    for (const name of ["one", "two"]) {
      const route = `${app.url}/hive/callbacks/${name}`;
      const address = await signCallbackUrl(route, { secret: SECRET, project: name });
      expect(await post(address, callbackBody("task-1"))).toBe(200);
    }
    expect(delivered).toEqual(["one", "two"]);
  });

  it("are acknowledged when the Observable of a method completes, and fail when it errors", async () => {
    let subscriptions = 0;
    @Injectable()
    class Pipelines {
      @OnHiveTask()
      take(): Observable<never> {
        return defer(async () => {
          subscriptions += 1;
          if (subscriptions === 1) throw new Error("the database is down");
        }).pipe(ignoreElements());
      }
    }
    await using app = await openCallbackApp({ providers: [Pipelines], hive: { logger: false } });
    const address = await app.address();
    expect(await post(address, callbackBody("task-1"))).toBe(500);
    expect(await post(address, callbackBody("task-1"))).toBe(200);
    expect(subscriptions).toBe(2);
  });

  it("get a 503 while another process handles them, and a 500 when the store fails", async () => {
    const store: HiveCallbackStore = new MemoryCallbackStore();
    await using app = await openCallbackApp({ callbacks: { store } });
    const claim = vi.spyOn(store, "claim").mockReturnValueOnce("busy");
    const address = await app.address();
    expect(await post(address, callbackBody("task-1"))).toBe(503);
    claim.mockImplementationOnce(() => {
      throw new Error("no connection to the store");
    });
    expect(await post(address, callbackBody("task-1"))).toBe(500);
    expect(await post(address, callbackBody("task-1"))).toBe(200);
    expect(claim.mock.calls[0]).toEqual([
      expect.stringMatching(/^default:[\w-]{22}:task-1$/),
      { owner: expect.stringMatching(/^[\w-]{36}$/), leaseMs: 300_000 },
    ]);
  });

  it("get a 500 if no method is decorated, and a warning is logged at boot", async () => {
    const log = createLog();
    const publicUrl = "https://app.example";
    const parts = {
      imports: [HiveModule.forRoot({ apiKey: "k", api: "v2", callbacks: { publicUrl, secrets: [SECRET] } })],
    };
    await using _app = await openApp(parts, { logger: log.logger });
    expect(log.text()).toContain("No method is decorated with @OnHiveTask()");
  });

  it("log a claim that could not be released and the error of the method", async () => {
    const log = createLog();
    const store = new MemoryCallbackStore();
    vi.spyOn(store, "release").mockImplementation(() => {
      throw new Error("no connection to the store");
    });
    await using app = await openCallbackApp({
      callbacks: { store },
      prepare: (nest) => nest.useLogger(log.logger),
    });
    app.results.before = () => {
      throw new Error("the database is down");
    };
    expect(await post(await app.address(), callbackBody("task-1"))).toBe(500);
    expect(log.text()).toMatch(/failed to release a claim \(.*no connection to the store/);
    expect(log.text()).toMatch(/was not acknowledged \(status 500, problem the database is down/);
  });

  it("log the error of a method immediately, even while another one hangs", async () => {
    const log = createLog();
    const failed = deferred<void>();
    @Injectable()
    class Archive {
      @OnHiveTask()
      async take(): Promise<never> {
        // The error is logged within the next few turns of the event loop.
        setTimeout(failed.resolve, 20);
        throw new Error("the archive is full");
      }
    }
    await using app = await openCallbackApp({
      providers: [Archive],
      callbacks: { leaseMs: 200 },
      prepare: (nest) => nest.useLogger(log.logger),
    });
    app.results.before = () => new Promise(() => {});
    const answer = post(await app.address(), callbackBody("task-1"));
    await failed.promise;
    expect(log.lines("error")).toEqual([
      expect.stringMatching(
        /^A callback method failed while others are still running \(taskId task-1, method Archive\.take, problem the archive is full\)/,
      ),
    ]);
    expect(await answer).toBe(503);
  });

  it("log an error in the app with its stack, and do not reveal it to the sender", async () => {
    const log = createLog();
    await using app = await openCallbackApp({ prepare: (nest) => nest.useLogger(log.logger) });
    app.results.before = () => {
      throw new Error("the database is down");
    };
    const response = await fetch(await app.address(), { method: "POST", body: callbackBody("task-1") });
    expect(await response.json()).toEqual({
      statusCode: 500,
      message: "The callback could not be processed.",
    });
    expect(log.text()).toMatch(/the database is down[^]*callback-options\.test/);
    expect(log.text()).not.toContain("hk_");
  });
});
