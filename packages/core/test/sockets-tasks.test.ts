import { getEventListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, it, vi } from "vitest";
import type { CallOptions, Frame, FrameStream, HiveClient, HiveClientOptions } from "../src/index.ts";
import { failureOf, isSooner, JPEG, PATIENCE_MS, recordingClient } from "./support/recording-client.ts";
import type { RecordingClient } from "./support/recording-client.ts";
import { respond, respondPartly, loseConnection, neverRespond } from "./support/scripts.ts";
import { startServer } from "./support/stub-server.ts";
import type { Script, StubServer } from "./support/stub-server.ts";
import { taskPage } from "./support/video-reply.ts";

// Allows for a busy machine.
vi.setConfig({ testTimeout: 30_000, maxConcurrency: 30 });

const acknowledged = respond(200, { body: '{"task_id":"task-1"}' });
const pending = respond(200, { body: '{"id":"task-1","message":"in progress"}' });

/** Responds with the requested page. */
function pagesOf(frameCount: number): Script {
  return async (exchange) =>
    respond(200, { body: taskPage(frameCount, exchange.seen.url.searchParams) })(exchange);
}

function v2Client(server: StubServer, options: HiveClientOptions = {}): RecordingClient {
  return recordingClient(server.url, { api: "v2", ...options });
}

function offsetsOf(server: StubServer): readonly (string | null)[] {
  return server.seen.map(({ url }) => url.searchParams.get("frame_offset"));
}

async function indexesOf(frames: AsyncIterable<Frame>): Promise<readonly number[]> {
  const indexes: number[] = [];
  for await (const frame of frames) indexes.push(frame.index);
  return indexes;
}

const from0 = (count: number): readonly number[] => Array.from({ length: count }, (_none, index) => index);

/** The two ways to wait for a task. */
const waits: readonly (readonly [string, (hive: HiveClient, options?: CallOptions) => Promise<unknown>])[] = [
  ["wait", async (hive, options) => hive.wait("task-1", options)],
  ["taskFrames", async (hive, options) => hive.taskFrames("task-1", options).summary()],
];

// Concurrent, because every wait begins with a delay of a second.
describe("an asynchronous task", { concurrent: true }, () => {
  it("is acknowledged, pending, then done", async ({ expect }) => {
    await using server = await startServer([acknowledged, pending, pagesOf(3)]);
    const { hive, attempts } = v2Client(server);
    const handle = await hive.submit({ media: JPEG }, { callbackUrl: "https://mine.example/hive" });
    expect(handle.id).toBe("task-1");
    const task = await handle.wait();
    expect(task.results[0]?.frames.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(server.seen.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      "POST /api/v2/task/async",
      "GET /api/v2/task",
      "GET /api/v2/task",
    ]);
    const [submitted, first, second] = server.seen.map(({ startMs }) => startMs);
    expect(Number(first) - Number(submitted)).toBeGreaterThan(1000 - 50);
    expect(Number(second) - Number(first)).toBeGreaterThan(1125 - 50);
    expect(attempts.map(({ mayBeBilled }) => mayBeBilled)).toEqual([true, false, false]);
  });

  it("is acknowledged, then streams its frames", async ({ expect }) => {
    await using server = await startServer([acknowledged, pending, pagesOf(3)]);
    const handle = await v2Client(server).hive.submit({ url: "https://media.example/a.mp4" });
    expect(await indexesOf(handle.frames())).toEqual([0, 1, 2]);
  });

  it("is polled by task once, without a delay", async ({ expect }) => {
    await using server = await startServer([pending, pagesOf(450)]);
    const { hive } = v2Client(server);
    await expect(hive.task("task-1")).resolves.toMatchObject({ state: "pending", message: "in progress" });
    const poll = await hive.task("task-1", { frameLimit: 10, frameOffset: 20 });
    expect(poll).toMatchObject({ state: "done", nextFrameOffset: 30 });
    expect(poll.state === "done" && poll.task.results[0]?.frames[0]?.index).toBe(20);
  });

  it("requests a page only when the consumer needs it", async ({ expect }) => {
    await using server = await startServer(pagesOf(450));
    const frames = v2Client(server).hive.taskFrames("task-1");
    const iterator = frames[Symbol.asyncIterator]();
    const indexes: number[] = [];
    const take = async (): Promise<void> => {
      const { value } = await iterator.next();
      if (value !== undefined) indexes.push(value.index);
    };
    for (let taken = 0; taken < 200; taken++) await take();
    // This is longer than a request over loopback takes, so no request was sent.
    await sleep(150);
    expect(offsetsOf(server)).toEqual(["0"]);
    await take();
    expect(offsetsOf(server)).toEqual(["0", "200"]);
    for (let taken = 201; taken < 450; taken++) await take();
    expect(indexes).toEqual(from0(450));
    await expect(iterator.next()).resolves.toEqual({ done: true, value: undefined });
    expect(offsetsOf(server)).toEqual(["0", "200", "400"]);
    expect(server.seen.map(({ url }) => url.searchParams.get("frame_limit"))).toEqual(["200", "200", "200"]);
    const { results } = await frames.summary();
    expect(results).toMatchObject([{ frameCount: 450, evaluated: true }]);
  });

  it("is returned complete by wait, with frames numbered over all pages", async ({ expect }) => {
    await using server = await startServer(pagesOf(450));
    const task = await v2Client(server).hive.wait("task-1");
    const frames = task.results[0]?.frames ?? [];
    expect(frames.map(({ index }) => index)).toEqual(from0(450));
    expect(frames.map(({ timeSeconds }) => timeSeconds)).toEqual(from0(450).map((index) => index / 10));
    expect(offsetsOf(server)).toEqual(["0", "200", "400"]);
    expect(task.raw).toEqual(
      JSON.parse(taskPage(450, new URLSearchParams({ task_id: "task-1", frame_limit: "450" }))),
    );
  });

  it("is complete if its last page is full and the next one is empty", async ({ expect }) => {
    await using server = await startServer(pagesOf(400));
    const { hive } = v2Client(server);
    const [task, indexes] = await Promise.all([hive.wait("task-1"), indexesOf(hive.taskFrames("task-1"))]);
    expect(task.results[0]).toMatchObject({ evaluated: true });
    expect(task.results[0]?.frames).toHaveLength(400);
    expect(indexes).toEqual(from0(400));
    expect(server.seen).toHaveLength(6);
  });

  it.for(waits)(
    "is a decode error from %s if the server ignores the offset",
    async ([, wait], { expect }) => {
      await using server = await startServer(
        respond(200, { body: taskPage(450, new URLSearchParams({ frame_offset: "0", frame_limit: "200" })) }),
      );
      await expect(wait(v2Client(server).hive)).rejects.toMatchObject({ kind: "decode" });
      expect(server.seen).toHaveLength(2);
    },
  );

  it("delivers the first page before it fails because the offset is ignored", async ({ expect }) => {
    await using server = await startServer(
      respond(200, { body: taskPage(450, new URLSearchParams({ frame_offset: "0", frame_limit: "200" })) }),
    );
    const seen: number[] = [];
    const reading = async (): Promise<void> => {
      for await (const frame of v2Client(server).hive.taskFrames("task-1")) seen.push(frame.index);
    };
    await expect(reading()).rejects.toMatchObject({ kind: "decode" });
    expect(seen).toEqual(from0(200));
  });

  it.for(waits)("that failed is a task error from %s", async ([, wait], { expect }) => {
    const status = [{ status: { code: "3300", message: "corrupt" }, response: {} }];
    await using server = await startServer([
      pending,
      respond(200, { body: JSON.stringify({ id: "task-1", status }) }),
    ]);
    await expect(wait(v2Client(server).hive)).rejects.toMatchObject({
      kind: "task",
      reason: "corrupt_media",
      hiveCode: "3300",
    });
    expect(server.seen).toHaveLength(2);
  });

  it.for(waits)("that is unknown ends %s immediately", async ([, wait], { expect }) => {
    await using server = await startServer([respond(404), pagesOf(1)]);
    const { hive, attempts } = v2Client(server);
    await expect(wait(hive)).rejects.toMatchObject({ kind: "http", reason: "not_found" });
    expect(attempts).toMatchObject([{ attempt: 1, status: 404, willRetry: false, mayBeBilled: false }]);
    expect(server.seen).toHaveLength(1);
  });

  it.for(waits)("survives failed polls: %s polls again, without a charge", async ([, wait], { expect }) => {
    await using server = await startServer([respond(504), loseConnection, respond(503), pagesOf(3)]);
    const { hive, attempts } = v2Client(server);
    await expect(wait(hive)).resolves.toMatchObject({ id: "task-1" });
    expect(
      attempts.map(({ attempt, status, willRetry, mayBeBilled }) => [
        attempt,
        status,
        willRetry,
        mayBeBilled,
      ]),
    ).toEqual([
      // The schedule repeats polls; a single poll is not retried.
      [1, 504, false, false],
      [1, null, false, false],
      [1, 503, false, false],
      [1, 200, false, false],
    ]);
  });

  it("is waited for no longer than timeoutMs", async ({ expect }) => {
    await using server = await startServer(pending);
    const { hive } = v2Client(server);
    const calls = [
      hive.wait("task-1", { timeoutMs: 1800 }),
      hive.taskFrames("task-1", { timeoutMs: 1800 }).summary(),
    ];
    for (const { error, elapsedMs } of await Promise.all(calls.map(failureOf))) {
      expect(error).toMatchObject({ kind: "timeout", limit: "deadline", timeoutMs: 1800 });
      expect(elapsedMs).toBeGreaterThan(1790);
      expect(elapsedMs).toBeLessThan(PATIENCE_MS);
    }
    expect(server.seen).toHaveLength(2);
  });

  it("closes the connection of a page when the consumer stops", async ({ expect }) => {
    const page = taskPage(200, new URLSearchParams({ frame_offset: "0", frame_limit: "200" }));
    await using server = await startServer(respondPartly(page.slice(0, page.length / 2)));
    const frames: FrameStream = v2Client(server).hive.taskFrames("task-1");
    for await (const _frame of frames) break;
    await vi.waitFor(() => expect(server.seen[0]?.closedAtMs).not.toBeNull(), PATIENCE_MS);
    await expect(frames.summary()).rejects.toMatchObject({ kind: "closed" });
    expect(server.seen).toHaveLength(1);
  });

  it("is not polled after the consumer stopped between two polls", async ({ expect }) => {
    await using server = await startServer(pending);
    const frames = v2Client(server).hive.taskFrames("task-1");
    const first = frames[Symbol.asyncIterator]().next();
    const ending = failureOf(first);
    await vi.waitFor(() => expect(server.seen).toHaveLength(1), PATIENCE_MS);
    frames.cancel("enough");
    // Not after the delay, which takes more than 1.1 s.
    expect(await isSooner(ending, 900)).toBe(true);
    expect((await ending).error).toMatchObject({ kind: "closed" });
    await sleep(2000);
    expect(server.seen).toHaveLength(1);
  });

  it.for(waits)(
    "rejects %s with the signal's reason, unchanged, during a poll",
    async ([, wait], { expect }) => {
      const page = taskPage(200, new URLSearchParams({ frame_offset: "0", frame_limit: "200" }));
      for (const script of [
        neverRespond,
        respondPartly('{"id":'),
        respondPartly(page.slice(0, page.length / 2)),
      ]) {
        await using server = await startServer(script);
        const controller = new AbortController();
        const { signal } = controller;
        const reason = { why: "the user left" };
        const ending = failureOf(wait(v2Client(server).hive, { signal }));
        await vi.waitFor(() => expect(server.seen).toHaveLength(1), PATIENCE_MS);
        await sleep(50);
        controller.abort(reason);
        expect((await ending).error).toBe(reason);
        expect(getEventListeners(signal, "abort")).toEqual([]);
        await vi.waitFor(() => expect(server.seen[0]?.closedAtMs).not.toBeNull(), PATIENCE_MS);
        expect(server.seen).toHaveLength(1);
      }
    },
  );
});
