import { createEmulator } from "@hivekit/emulator";
import { HiveService } from "@hivekit/nestjs";
import { MemoryCallbackStore } from "@hivekit/nestjs/callbacks";
import { Injectable } from "@nestjs/common";
import type { OnApplicationShutdown, OnModuleDestroy } from "@nestjs/common";
import { deferred } from "./support/deferred.ts";
import { createLog } from "./support/log.ts";
import { describe, expect, it } from "vitest";
import { callbackBody, openCallbackApp, post, Results, SECRET } from "./support/callback-app.ts";
import { ADAPTERS } from "./support/open-app.ts";

const DAY_MS = 24 * 60 * 60_000;

describe.each(ADAPTERS)("callbacks on %s", (adapter) => {
  it("pass the task and its callback info to the app's method, and get a 200 with an empty body", async () => {
    await using app = await openCallbackApp({ adapter });
    const response = await fetch(await app.address(), { method: "POST", body: callbackBody("task-1") });
    expect([response.status, await response.text()]).toEqual([200, ""]);
    expect(app.results.tasks).toEqual([
      {
        task: expect.objectContaining({ id: "task-1", kind: "model" }),
        info: { project: null, taskId: "task-1", nonce: expect.any(String), receivedOn: expect.any(Date) },
      },
    ]);
  });

  it("are rejected if the URL is forged, altered, expired, unsigned or for another project", async () => {
    await using app = await openCallbackApp({ adapter });
    const body = callbackBody("task-1");
    const good = await app.address();
    const statuses = {
      forged: await post(await app.address({ secret: "another secret that is long enough too" }), body),
      altered: await post(
        good.replace(/hk_nonce=_?/, (found) => (found.endsWith("_") ? "hk_nonce=-" : "hk_nonce=_")),
        body,
      ),
      expired: await post(await app.address({ nowMs: Date.now() - 15 * DAY_MS }), body),
      foreign: await post(await app.address({ project: "text" }), body),
      unsigned: await post(`${app.url}/hive/callbacks`, body),
    };
    expect(statuses).toEqual({ forged: 403, altered: 403, expired: 403, foreign: 403, unsigned: 403 });
    expect(app.results.tasks).toEqual([]);
  });

  it("are accepted if signed with any of the secrets", async () => {
    const secrets = ["the newest secret, which is long enough", SECRET];
    await using app = await openCallbackApp({ adapter, callbacks: { secrets } });
    expect(await post(await app.address(), callbackBody("task-1"))).toBe(200);
  });

  it("are delivered once if Hive sends a duplicate", async () => {
    await using app = await openCallbackApp({ adapter });
    const address = await app.address();
    const twice = await Promise.all([
      post(address, callbackBody("task-1")),
      post(address, callbackBody("task-1")),
    ]);
    expect([...twice, await post(address, callbackBody("task-1"))]).toEqual([200, 200, 200]);
    expect(app.results.tasks).toHaveLength(1);
  });

  it("get a 500 when the method throws, and the next attempt is delivered", async () => {
    await using app = await openCallbackApp({ adapter });
    const address = await app.address();
    app.results.before = () => {
      throw new Error("the database is down");
    };
    expect(await post(address, callbackBody("task-1"))).toBe(500);
    app.results.before = () => {};
    expect(await post(address, callbackBody("task-1"))).toBe(200);
    expect(app.results.tasks).toHaveLength(1);
  });

  it("are rejected if the body is not JSON or not a task", async () => {
    await using app = await openCallbackApp({ adapter });
    const address = await app.address();
    expect(await post(address, "hello")).toBe(400);
    expect(await post(address, "<html></html>", { headers: { "content-type": "text/html" } })).toBe(400);
    expect(await post(address, JSON.stringify({ id: "task-1", return_code: null }))).toBe(400);
    expect(await post(address, "")).toBe(400);
    expect(app.results.tasks).toEqual([]);
    expect(await post(address, callbackBody("task-1"))).toBe(200);
  });

  it("are rejected without a task id, and retried only if that may help", async () => {
    const log = createLog();
    await using app = await openCallbackApp({ adapter, prepare: (nest) => nest.useLogger(log.logger) });
    const address = await app.address();
    const status = [{ status: { code: "3300", message: "CORRUPT" } }];
    const named = JSON.parse(callbackBody("task-1"));
    for (const [body, answer] of [
      [{ return_code: 429, message: "slow down" }, 500],
      [{ return_code: 403, message: "no such key" }, 400],
      [{ status }, 400],
      [{ id: "", status }, 400],
      [{ ...named, id: undefined }, 400],
      [{ ...named, id: "half a pair \ud83d" }, 400],
    ] as const) {
      expect(await post(address, JSON.stringify(body))).toBe(answer);
    }
    expect([app.results.failures, app.results.tasks]).toEqual([[], []]);
    expect(log.lines("error")).toHaveLength(6);
    expect(log.lines("error")[0]).toMatch(/status 500, problem The body has no valid task id: .*slow down/);
    expect(await post(address, callbackBody("task-1"))).toBe(200);
  });

  it("deliver a failed task", async () => {
    await using app = await openCallbackApp({ adapter });
    const failed = JSON.stringify({
      id: "task-1",
      status: [{ status: { code: "3300", message: "CORRUPT" } }],
    });
    const address = await app.address();
    expect([await post(address, failed), await post(address, failed)]).toEqual([200, 200]);
    expect(app.results.failures).toEqual([
      expect.objectContaining({ reason: "corrupt_media", taskId: "task-1" }),
    ]);
  });

  it("do not affect the body parser of other routes", async () => {
    await using app = await openCallbackApp({ adapter });
    expect(await post(`${app.url}/elsewhere`, "{", {})).toBe(400);
  });

  it("complete if they began before a shutdown, and are rejected during it", async () => {
    const app = await openCallbackApp({ adapter });
    const [early, late] = [await app.address(), await app.address()];
    const begun = deferred<void>();
    const release = deferred<void>();
    app.results.before = () => {
      begun.resolve();
      return release.promise;
    };
    const first = post(early, callbackBody("early"));
    await begun.promise;
    const closed = app.nest.close();
    // The shutdown begins within the next few turns of the event loop and waits for the first callback.
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await post(late, callbackBody("late"))).toBe(503);
    release.resolve();
    expect(await first).toBe(200);
    await closed;
    expect(app.results.tasks.map(({ task }) => task.id)).toEqual(["early"]);
  });

  it("can use resources during a shutdown if they are closed in onApplicationShutdown, not in onModuleDestroy", async () => {
    const steps: string[] = [];
    @Injectable()
    class Database implements OnModuleDestroy, OnApplicationShutdown {
      onModuleDestroy(): void {
        steps.push("onModuleDestroy");
      }

      onApplicationShutdown(): void {
        steps.push("onApplicationShutdown");
      }
    }
    const app = await openCallbackApp({ adapter, providers: [Database] });
    const begun = deferred<void>();
    const release = deferred<void>();
    app.results.before = async () => {
      begun.resolve();
      await release.promise;
      steps.push("method");
    };
    const answer = post(await app.address(), callbackBody("task-1"));
    await begun.promise;
    const closed = app.nest.close();
    await new Promise((resolve) => setTimeout(resolve, 20));
    release.resolve();
    expect(await answer).toBe(200);
    await closed;
    expect(steps).toEqual(["onModuleDestroy", "method", "onApplicationShutdown"]);
  });

  it("get a 503 when a method outlasts the shutdown grace period, so that Hive sends the task again", async () => {
    const app = await openCallbackApp({ adapter, hive: { shutdownGraceMs: 20 } });
    const begun = deferred<void>();
    app.results.before = () => {
      begun.resolve();
      return new Promise(() => {});
    };
    const answer = post(await app.address(), callbackBody("task-1"));
    await begun.promise;
    await Promise.all([app.nest.close(), expect(answer).resolves.toBe(503)]);
  });

  it("release their claim for other processes when they outlast the shutdown", async () => {
    const store = new MemoryCallbackStore();
    const app = await openCallbackApp({ adapter, hive: { shutdownGraceMs: 20 }, callbacks: { store } });
    const begun = deferred<void>();
    app.results.before = () => {
      begun.resolve();
      return new Promise(() => {});
    };
    const address = await app.address();
    const answer = post(address, callbackBody("task-1"));
    await begun.promise;
    await Promise.all([app.nest.close(), answer]);
    await using other = await openCallbackApp({ adapter, callbacks: { store } });
    expect(await post(address.replace(app.url, other.url), callbackBody("task-1"))).toBe(200);
    expect(other.results.tasks).toHaveLength(1);
  });

  it("are delivered again at the next attempt when a method hangs for longer than its lease", async () => {
    await using app = await openCallbackApp({ adapter, callbacks: { leaseMs: 50 } });
    const address = await app.address();
    app.results.before = () => new Promise(() => {});
    expect(await post(address, callbackBody("task-1"))).toBe(503);
    app.results.before = () => {};
    expect(await post(address, callbackBody("task-1"))).toBe(200);
  });

  it("arrive at the URL that submit passed to Hive, under the app's prefix", async () => {
    const emulator = createEmulator();
    await using app = await openCallbackApp({
      adapter,
      hive: { fetch: emulator.fetch },
      prepare: (nest) => nest.setGlobalPrefix("api"),
    });
    const { id } = await app.nest.get(HiveService).submit({ text: "hello" });
    await emulator.idle();
    expect(emulator.callbacks.list()).toEqual([
      expect.objectContaining({ taskId: id, url: `${app.url}/api/hive/callbacks`, httpStatus: 200 }),
    ]);
    expect(app.nest.get(Results).tasks.map(({ task }) => task.id)).toEqual([id]);
    await emulator.callbacks.resend(id);
    expect(app.nest.get(Results).tasks).toHaveLength(1);
  });
});
