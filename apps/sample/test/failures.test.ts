import type { HiveClientOptions } from "@hivekit/core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Item, ItemFrame } from "../api/desk-api.ts";
import { demoFile, openDesk } from "./open-desk.ts";
import type { OpenDesk } from "./open-desk.ts";

type Fetch = NonNullable<HiveClientOptions["fetch"]>;

const KEY = "key-that-nobody-may-see";

const failedTask = (code: string): Response =>
  Response.json({ id: "t", status: [{ status: { code, message: "FAILED" }, response: null }] });

/** The beginning of a reply, up to and with its first frame. */
const FIRST_FRAME =
  '{"id":"t","status":[{"status":{"code":"0","message":"SUCCESS"},"response":{"output":[{"time":0,"classes":[{"class":"red","score":1}]}';

/** A reply that begins with a frame, and then does as it is told. */
function replyThat(
  goesOn: (controller: ReadableStreamDefaultController) => void,
  cancel = (): void => {},
): Response {
  const start = (controller: ReadableStreamDefaultController): void =>
    controller.enqueue(new TextEncoder().encode(FIRST_FRAME));
  return new Response(new ReadableStream({ start, pull: goesOn, cancel }, { highWaterMark: 0 }));
}

const cancelled = vi.fn<() => void>();

/** Hive, as it fails; each is a project of its own. */
const FAILING: readonly (readonly [name: string, kind: string, frameCount: number, fetch: Fetch])[] = [
  ["a rate limit", "http", 0, async () => new Response("{}", { status: 429 })],
  ["no balance", "http", 0, async () => new Response("{}", { status: 405 })],
  ["a wrong key", "http", 0, async () => new Response(`{"message":"${KEY}"}`, { status: 403 })],
  ["an error of Hive's server", "http", 0, async () => new Response("{}", { status: 500 })],
  ["media of a kind that Hive does not take", "task", 0, async () => failedTask("3100")],
  ["a failed download", "task", 0, async () => failedTask("2100")],
  ["a reply that is none", "decode", 0, async () => new Response("<html>")],
  ["a reply without a result", "decode", 0, async () => Response.json({ id: "t", status: [] })],
  ["a lost connection", "network", 0, () => Promise.reject(new TypeError("fetch failed"))],
  ["a Hive that keeps silent", "timeout", 0, () => new Promise(() => {})],
  ["a reply that is cut short", "decode", 1, async () => replyThat((controller) => controller.close())],
  [
    "a reply that goes on for ever without a byte",
    "timeout",
    1,
    async () => replyThat(() => new Promise(() => {})),
  ],
];

describe("where Hive fails", () => {
  let desk: OpenDesk;

  beforeAll(async () => {
    const told = (name: string, fetch: Fetch, idleTimeoutMs = 200) => ({
      name,
      options: {
        apiKey: KEY,
        baseUrl: "http://127.0.0.1:9",
        fetch,
        retry: false,
        timeoutMs: 200,
        idleTimeoutMs,
      } as const,
    });
    desk = await openDesk({
      projects: ([colors, ...others]) =>
        colors === undefined
          ? others
          : [
              ...FAILING.map(([name, , , fetch]) => ({ ...colors, ...told(name, fetch) })),
              {
                ...colors,
                ...told("slow", async () => replyThat(() => new Promise(() => {}), cancelled), 60_000),
              },
            ],
    });
  });

  afterAll(() => desk[Symbol.asyncDispose]());

  it.each(FAILING)(
    "with %s, the item fails with the kind %s and %i frames, and nothing allows it",
    async (project, kind, frameCount) => {
      const { id } = await desk.submit({ media: await demoFile("shapes.jpg"), project });
      const item = await desk.reach(id, "failed");
      expect(item).toMatchObject({
        decision: null,
        verdict: null,
        frameCount,
        summary: null,
        failure: { kind },
      });
      expect(item.failure?.message).toMatch(/\.$/);
      expect(await desk.get<ItemFrame[]>(`/api/items/${id}/frames`)).toHaveLength(frameCount);
      expect(JSON.stringify([item, await desk.get("/api/items"), await desk.get("/api/desk")])).not.toContain(
        KEY,
      );
    },
  );

  it("says so where a monitor looks: a wrong key takes the desk out of rotation", async () => {
    const response = await desk.fetch("/health");
    expect(response.status).toBe(503);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({
      kind: "other",
      details: { database: { status: "up" }, "hive.a wrong key": { status: "down" } },
    });
    expect(text).not.toContain(KEY);
  });

  it("closes the connection to Hive when a person cancels", async () => {
    const { id } = await desk.submit({ media: await demoFile("shapes.jpg"), project: "slow" });
    await expect.poll(() => desk.get<Item>(`/api/items/${id}`)).toMatchObject({ frameCount: 1 });
    expect(cancelled).not.toHaveBeenCalled();
    expect((await desk.fetch(`/api/items/${id}/cancel`, { method: "POST" })).status).toBe(200);
    expect(cancelled).toHaveBeenCalledOnce();
  });

  it("lets four at once go to Hive; the others wait, and can be cancelled meanwhile", async () => {
    const media = await demoFile("shapes.jpg");
    const items: Item[] = [];
    for (let count = 0; count < 6; count++) items.push(await desk.submit({ media, project: "slow" }));
    await expect
      .poll(async () =>
        (await Promise.all(items.map(({ id }) => desk.get<Item>(`/api/items/${id}`)))).map(
          (item) => item.frameCount,
        ),
      )
      .toEqual([1, 1, 1, 1, 0, 0]);
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
