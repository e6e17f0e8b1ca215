import { getEventListeners } from "node:events";
import { HiveClient } from "@hivekit/core";
import type { CallOptions, Frame, Submission, Task } from "@hivekit/core";
import { createEmulator } from "@hivekit/emulator";
import { HiveModule, HiveService } from "@hivekit/nestjs";
import { Test } from "@nestjs/testing";
import { lastValueFrom, take, toArray } from "rxjs";
import type { Observable } from "rxjs";
import { deferred } from "./support/deferred.ts";
import { describe, expect, it, vi } from "vitest";

const media = new Uint8Array([1, 2, 3]);
const reply = {
  id: "t",
  status: {
    status: { code: "0", message: "SUCCESS" },
    response: { input: {}, output: [0, 1].map((time) => ({ time, classes: [{ class: "red", score: 1 }] })) },
  },
};

const never = (): Promise<Response> => new Promise(() => {});
const answered = (): HiveService =>
  new HiveService(new HiveClient({ apiKey: "k", fetch: async () => Response.json(reply) }));
const all = <T>(source: Observable<T>): Promise<T[]> => lastValueFrom(source.pipe(toArray()));

async function openApp(shutdownGraceMs?: number) {
  const app = await Test.createTestingModule({
    imports: [HiveModule.forRoot({ apiKey: "k", fetch: never, logger: false, shutdownGraceMs })],
  }).compile();
  return app.init();
}

describe("HiveService", () => {
  it("emits frames in an Observable", async () => {
    const frames: Frame[] = await all(answered().frames({ media }));
    expect(frames.map((frame) => frame.timeSeconds)).toEqual([0, 1]);
  });

  it("maps frames, one at a time", async () => {
    const times = await all(
      answered().mapFrames({ media }, async (frame, index) => [index, frame.timeSeconds]),
    );
    expect(times).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it("submits asynchronously, polls, waits, and reads the frames of the task", async () => {
    const emulator = createEmulator();
    const client = new HiveClient({ apiKey: "demo-text", api: "v2", fetch: emulator.fetch });
    const hive = new HiveService(client);
    const handle = await hive.submit({ text: "hello" });
    await emulator.idle();
    expect(await hive.task(handle.id)).toMatchObject({ state: "done" });
    const ofHandle = handle.frames();
    const found = [
      (await handle.wait()).id,
      (await hive.wait(handle.id)).id,
      (await all(hive.taskFrames(handle.id))).length,
      (await ofHandle[Symbol.asyncIterator]().next()).value?.kind,
    ];
    expect(found).toEqual([handle.id, handle.id, 1, "text"]);
    expect(hive.stats()).toMatchObject({ inFlight: 1, attempts: 6, failures: 0, access: "granted" });
    ofHandle.cancel();
    expect(hive.stats().inFlight).toBe(0);
  });

  it("counts its calls in the statistics", async () => {
    const hive = answered();
    expect(hive.stats()).toMatchObject({ attempts: 0, lastSuccess: null, access: "unknown" });
    const frames = all(hive.frames({ media }).pipe(take(1)));
    expect(hive.stats().inFlight).toBe(1);
    await frames;
    expect(hive.stats()).toMatchObject({
      inFlight: 0,
      attempts: 1,
      lastSuccess: expect.any(Date),
      access: "granted",
    });
    const html = new HiveService(new HiveClient({ apiKey: "k", fetch: async () => new Response("<html>") }));
    await html.classify({ media }).catch(() => {});
    expect(html.stats()).toMatchObject({
      attempts: 1,
      failures: 1,
      lastSuccess: null,
      lastFailure: { kind: "decode" },
    });
  });

  it("does not treat a poll as evidence of a balance, nor a task that does not exist as a failure", async () => {
    const emulator = createEmulator();
    const client = new HiveClient({ apiKey: "demo-text", api: "v2", retry: false, fetch: emulator.fetch });
    const hive = new HiveService(client);
    const handle = await hive.submit({ text: "hello" });
    emulator.faults.add({ kind: "status", status: 405 });
    await expect(hive.submit({ text: "hello" })).rejects.toMatchObject({ reason: "insufficient_balance" });
    await emulator.idle();
    await Promise.all([
      hive.task(handle.id),
      hive.wait(handle.id),
      handle.wait(),
      all(hive.taskFrames(handle.id)),
      handle.frames().summary(),
    ]);
    emulator.faults.add({ kind: "status", status: 404, route: "GET" });
    await expect(hive.task(handle.id)).rejects.toMatchObject({ reason: "not_found" });
    expect(hive.stats()).toMatchObject({ access: "insufficient_balance", failures: 1 });
    await hive.classify({ text: "hello" });
    expect(hive.stats()).toMatchObject({ access: "granted", failures: 1 });
    emulator.faults.add({ kind: "status", status: 404 });
    await expect(hive.submit({ text: "hello" })).rejects.toMatchObject({ reason: "not_found" });
    expect(hive.stats()).toMatchObject({ access: "granted", failures: 2 });
  });

  it("also calls the caller's own onAttempt", async () => {
    const statuses: (number | null)[] = [];
    await answered().classify({ media }, { onAttempt: ({ status }) => statuses.push(status) });
    expect(statuses).toEqual([200]);
  });

  it("aborts calls in flight and rejects later ones when the app has shut down", async () => {
    const app = await openApp(0);
    const service = app.get(HiveService);
    const pending = [
      service.classify({ media }),
      all(service.frames({ media })),
      all(service.mapFrames({ media }, async () => 1)),
    ];
    const outcomes = Promise.allSettled(pending);
    await app.close();
    const closed = { status: "rejected", reason: expect.objectContaining({ kind: "closed" }) };
    expect(await outcomes).toEqual([closed, closed, closed]);
    await expect(service.classify({ media })).rejects.toMatchObject({ kind: "closed" });
    await expect(all(service.frames({ media }))).rejects.toMatchObject({ kind: "closed" });
    expect(service.stats()).toMatchObject({ inFlight: 0, failures: 0 });
  });

  it("lets calls in flight complete during the shutdown grace period", async () => {
    const answer = deferred<Response>();
    const app = await Test.createTestingModule({
      imports: [HiveModule.forRoot({ apiKey: "k", logger: false, fetch: () => answer.promise })],
    }).compile();
    await app.init();
    const pending = app.get(HiveService).classify({ media });
    const closed = app.close();
    answer.resolve(Response.json(reply));
    await expect(pending).resolves.toMatchObject({ id: "t" });
    await closed;
  });

  it("lets a caller make a second call after other work during the shutdown grace period", async () => {
    const answer = deferred<Response>();
    const app = await Test.createTestingModule({
      imports: [
        HiveModule.forRoot({ apiKey: "k", logger: false, fetch: async () => (await answer.promise).clone() }),
      ],
    }).compile();
    await app.init();
    const service = app.get(HiveService);
    const pending = (async () => {
      const first = await service.classify({ media });
      await new Promise((resolve) => setTimeout(resolve, 10));
      return [first.id, (await service.classify({ media })).id];
    })();
    const closed = app.close();
    answer.resolve(Response.json(reply));
    await expect(pending).resolves.toEqual(["t", "t"]);
    await closed;
  });

  it("waits for all projects of the app concurrently", async () => {
    const project = (name: string) =>
      HiveModule.forRoot({ name, apiKey: "k", fetch: never, logger: false, shutdownGraceMs: 300 });
    const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    const app = await Test.createTestingModule({ imports: names.map(project) }).compile();
    await app.init();
    const pending = names.map((name) => app.get<HiveService>(`HiveService:${name}`).classify({ media }));
    const outcomes = Promise.allSettled(pending);
    vi.useFakeTimers();
    try {
      const closed = app.close();
      // In sequence they would take 2400 ms.
      await vi.advanceTimersByTimeAsync(300);
      await closed;
    } finally {
      vi.useRealTimers();
    }
    expect((await outcomes).map(({ status }) => status)).toEqual(names.map(() => "rejected"));
  });

  it("rejects with the caller's own abort reason", async () => {
    const service = new HiveService(new HiveClient({ apiKey: "k", fetch: never }));
    const controller = new AbortController();
    const { signal } = controller;
    const pending = [service.classify({ media }, { signal }), all(service.frames({ media }, { signal }))];
    controller.abort("left");
    for (const call of pending) await expect(call).rejects.toBe("left");
    expect(service.stats()).toMatchObject({ attempts: 0, failures: 0, inFlight: 0 });
  });

  it("does not add a listener to the signal of a caller that never reads a task's frames", async () => {
    const emulator = createEmulator();
    const client = new HiveClient({ apiKey: "demo-text", api: "v2", fetch: emulator.fetch });
    const handle = await new HiveService(client).submit({ text: "hello" });
    await emulator.idle();
    const { signal } = new AbortController();
    const unread = handle.frames({ signal });
    expect(getEventListeners(signal, "abort")).toEqual([]);
    await unread[Symbol.asyncIterator]().next();
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    unread.cancel();
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("rejects the first read of a task's frames if the signal has already aborted", async () => {
    const emulator = createEmulator();
    const client = new HiveClient({ apiKey: "demo-text", api: "v2", fetch: emulator.fetch });
    const handle = await new HiveService(client).submit({ text: "hello" });
    const controller = new AbortController();
    const frames = handle.frames({ signal: controller.signal });
    controller.abort("left");
    await expect(frames[Symbol.asyncIterator]().next()).rejects.toBe("left");
  });

  it("does not abort a call that has ended when its caller's signal aborts or the app shuts down", async () => {
    const given: (AbortSignal | undefined)[] = [];
    class SpiedClient extends HiveClient {
      override async classify(submission: Submission, options: CallOptions = {}): Promise<Task> {
        given.push(options.signal);
        return super.classify(submission, options);
      }
    }
    const fetch = async (): Promise<Response> => Response.json(reply);
    const service = new HiveService(new SpiedClient({ apiKey: "k", fetch }));
    const controller = new AbortController();
    await service.classify({ media }, { signal: controller.signal });
    controller.abort("later");
    await service.beforeApplicationShutdown();
    expect(given.map((signal) => signal?.aborted)).toEqual([false]);
  });
});

describe("the options of HiveService", () => {
  it.each([
    ["shutdownGraceMs", { shutdownGraceMs: -1 }],
    ["signCallbackUrl", { signCallbackUrl: "https://app.example" }],
    ["graceMs", { graceMs: 10 }],
  ])("fail with the name of the invalid option: %s", (option, options) => {
    const client = new HiveClient({ apiKey: "k", fetch: never });
    // A JavaScript caller can pass these.
    expect(() => Reflect.construct(HiveService, [client, options])).toThrow(
      expect.objectContaining({ kind: "config", option }),
    );
  });

  it.each([
    ["windowMs", { windowMs: 0 }],
    ["windowMs", { windowMs: 3_600_001 }],
    ["window", { window: 10 }],
  ])("fail in stats() with the name of the invalid option: %s", (option, options: object) => {
    expect(() => answered().stats(options)).toThrow(expect.objectContaining({ kind: "config", option }));
  });
});
