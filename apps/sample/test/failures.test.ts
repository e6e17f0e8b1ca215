import type { HiveClientOptions } from "@hivekit/core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Item, ItemFrame } from "../api/desk-api.ts";
import { openDesk, readDemoFile } from "./support/open-desk.ts";
import type { OpenDesk } from "./support/open-desk.ts";

type Fetch = NonNullable<HiveClientOptions["fetch"]>;

const KEY = "key-that-nobody-may-see";
/** A limit that no test reaches. */
const LONG_MS = 60_000;

const failedTask = (code: string): Response =>
  Response.json({ id: "t", status: [{ status: { code, message: "FAILED" }, response: null }] });

/** The beginning of a reply, including its first frame. */
const FIRST_FRAME =
  '{"id":"t","status":[{"status":{"code":"0","message":"SUCCESS"},"response":{"output":[{"time":0,"classes":[{"class":"red","score":1}]}';

/** Creates a reply that starts with a frame and continues with `pull`. */
function createReply(
  pull: (controller: ReadableStreamDefaultController) => void,
  cancel = (): void => {},
): Response {
  const start = (controller: ReadableStreamDefaultController): void =>
    controller.enqueue(new TextEncoder().encode(FIRST_FRAME));
  return new Response(new ReadableStream({ start, pull, cancel }, { highWaterMark: 0 }));
}

const cancelled = vi.fn<() => void>();

/** Hive's failures, each in its own project. Timeouts need short limits. */
const FAILING: readonly (readonly [name: string, kind: string, frameCount: number, fetch: Fetch])[] = [
  ["a rate limit", "http", 0, async () => new Response("{}", { status: 429 })],
  ["no balance", "http", 0, async () => new Response("{}", { status: 405 })],
  ["a wrong key", "http", 0, async () => new Response(`{"message":"${KEY}"}`, { status: 403 })],
  ["a server error", "http", 0, async () => new Response("{}", { status: 500 })],
  ["an unsupported media type", "task", 0, async () => failedTask("3100")],
  ["a failed download", "task", 0, async () => failedTask("2100")],
  ["a response that is not JSON", "decode", 0, async () => new Response("<html>")],
  ["a reply without a result", "decode", 0, async () => Response.json({ id: "t", status: [] })],
  ["a lost connection", "network", 0, () => Promise.reject(new TypeError("fetch failed"))],
  ["a missing response", "timeout", 0, () => new Promise(() => {})],
  ["a truncated reply", "decode", 1, async () => createReply((controller) => controller.close())],
  ["a stalled reply", "timeout", 1, async () => createReply(() => new Promise(() => {}))],
];

describe("a failure of Hive", () => {
  let desk: OpenDesk;

  beforeAll(async () => {
    const configure = (name: string, fetch: Fetch, limitMs: number) => ({
      name,
      options: {
        apiKey: KEY,
        baseUrl: "http://hive.test",
        fetch,
        retry: false,
        timeoutMs: limitMs,
        idleTimeoutMs: limitMs,
      } as const,
    });
    const slow: Fetch = async () => createReply(() => new Promise(() => {}), cancelled);
    desk = await openDesk({
      projects: ([colors, ...others]) =>
        colors === undefined
          ? others
          : [
              ...FAILING.map(([name, kind, , fetch]) => ({
                ...colors,
                ...configure(name, fetch, kind === "timeout" ? 100 : LONG_MS),
              })),
              { ...colors, ...configure("slow", slow, LONG_MS) },
            ],
    });
  });

  afterAll(() => desk[Symbol.asyncDispose]());

  it.each(FAILING)(
    "such as %s, makes the item fail with the kind %s and %i frames, without a decision",
    async (project, kind, frameCount) => {
      const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg"), project });
      const item = await desk.reachState(id, "failed");
      expect(item).toMatchObject({
        decision: null,
        verdict: null,
        frameCount,
        summary: null,
        failure: { kind },
      });
      expect(item.failure?.message).toMatch(/\w/);
      expect(await desk.get<ItemFrame[]>(`/api/items/${id}/frames`)).toHaveLength(frameCount);
      expect(JSON.stringify([item, await desk.get("/api/items"), await desk.get("/api/desk")])).not.toContain(
        KEY,
      );
    },
  );

  it("such as a wrong key, makes the health check fail", async () => {
    const response = await desk.fetch("/health");
    expect(response.status).toBe(503);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({
      kind: "other",
      details: { database: { status: "up" }, "hive.a wrong key": { status: "down" } },
    });
    expect(text).not.toContain(KEY);
  });

  it("does not occur when a reviewer cancels: the connection to Hive is closed", async () => {
    const { id } = await desk.submit({ media: await readDemoFile("shapes.jpg"), project: "slow" });
    await expect.poll(() => desk.get<Item>(`/api/items/${id}`)).toMatchObject({ frameCount: 1 });
    expect(cancelled).not.toHaveBeenCalled();
    expect((await desk.fetch(`/api/items/${id}/cancel`, { method: "POST" })).status).toBe(200);
    expect(cancelled).toHaveBeenCalledOnce();
  });

  it("does not occur for queued items: four submissions are in flight, the others can be cancelled", async () => {
    const media = await readDemoFile("shapes.jpg");
    const items: Item[] = [];
    for (let count = 0; count < 6; count++) items.push(await desk.submit({ media, project: "slow" }));
    await expect
      .poll(async () =>
        (await Promise.all(items.map(({ id }) => desk.get<Item>(`/api/items/${id}`)))).map(
          (item) => item.frameCount,
        ),
      )
      .toEqual([1, 1, 1, 1, 0, 0]);
    // A cancelled item can be submitted again even before its first submission has left the queue.
    const [queuedId] = items.map(({ id }) => id).slice(-1);
    expect((await desk.post(`/api/items/${queuedId}/cancel`)).status).toBe(200);
    expect((await desk.post(`/api/items/${queuedId}/resubmit`)).status).toBe(200);
    expect((await desk.post(`/api/items/${queuedId}/resubmit`)).status).toBe(409);
    for (const { id } of items.toReversed()) {
      const response = await desk.fetch(`/api/items/${id}/cancel`, { method: "POST" });
      expect(await response.json()).toMatchObject({ state: "cancelled" });
    }
    expect(await desk.get(`/api/items/${items[0]?.id}`)).toMatchObject({ state: "cancelled", wasSent: true });
    expect(await desk.get(`/api/items/${items[5]?.id}`)).toMatchObject({
      frameCount: 0,
      state: "cancelled",
      wasSent: false,
    });
  });
});
