import type { HiveClientOptions } from "@hivekit/core";
import { describe, expect, it, vi } from "vitest";
import { collect, eventsOf, openDesk } from "./open-desk.ts";
import type { OpenDesk } from "./open-desk.ts";

const fields = { media: new File(["bytes"], "photo.jpg", { type: "image/jpeg" }) };

/** The desk over a Hive that answers as it is told. */
function openDeskOver(
  fetch: NonNullable<HiveClientOptions["fetch"]>,
  options: Pick<HiveClientOptions, "timeoutMs"> = {},
): Promise<OpenDesk> {
  return openDesk([{ name: "told", options: { apiKey: "key", fetch, retry: false, ...options } }]);
}

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

describe("a failure before the first frame", () => {
  it.each([
    ["a rate limit", 503, "http", async () => new Response("{}", { status: 429 })],
    ["no balance", 503, "http", async () => new Response("{}", { status: 405 })],
    ["an error of Hive's server", 502, "http", async () => new Response("{}", { status: 500 })],
    ["media of a kind that Hive does not take", 422, "task", async () => failedTask("3100")],
    ["corrupt media", 422, "task", async () => failedTask("3300")],
    ["a failed download", 502, "task", async () => failedTask("2100")],
    ["a reply that is none", 502, "decode", async () => new Response("<html>")],
    ["a lost connection", 502, "network", () => Promise.reject(new TypeError("fetch failed"))],
  ])("by %s is answered with HTTP %i", async (_name, status, kind, fetch) => {
    await using desk = await openDeskOver(fetch);
    for (const route of ["tasks", "frames"]) {
      const response = await desk.post(route, fields);
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({ kind, message: expect.any(String) });
    }
  });

  it("by a Hive that keeps silent is answered with HTTP 504", async () => {
    await using desk = await openDeskOver(() => new Promise(() => {}), { timeoutMs: 100 });
    for (const route of ["tasks", "frames"]) {
      const response = await desk.post(route, fields);
      expect(response.status).toBe(504);
      expect(await response.json()).toMatchObject({ kind: "timeout", message: expect.any(String) });
    }
  });

  it("by a wrong key is answered with HTTP 500, without a detail", async () => {
    await using desk = await openDeskOver(async () => new Response("{}", { status: 403 }));
    for (const route of ["tasks", "frames"]) {
      const response = await desk.post(route, fields);
      expect(response.status).toBe(500);
      expect(await response.json()).toMatchObject({
        kind: "http",
        reason: null,
        message: "The server is not set up to reach Hive.",
      });
    }
  });
});

describe("a stream of frames", () => {
  it("ends with a failure that tells why, where the reply is cut short", async () => {
    await using desk = await openDeskOver(async () => replyThat((controller) => controller.close()));
    const response = await desk.post("frames", fields);
    expect(response.status).toBe(201);
    expect(await collect(response)).toMatchObject([
      { type: "frame", data: { timeSeconds: 0 } },
      { type: "failure", data: { kind: "decode" } },
    ]);
  });

  it("closes the connection to Hive when its client leaves", async () => {
    const cancel = vi.fn<() => void>();
    await using desk = await openDeskOver(async () => replyThat(() => new Promise(() => {}), cancel));
    const client = new AbortController();
    const response = await desk.post("frames", fields, { signal: client.signal });
    const events = eventsOf(response);
    expect(await events.next()).toMatchObject({ value: { type: "frame" } });
    client.abort();
    await expect(events.next()).rejects.toThrow();
    await vi.waitFor(() => expect(cancel).toHaveBeenCalledOnce());
  });

  it("closes the connection to Hive when its client leaves before the first frame, too", async () => {
    const signals: (AbortSignal | null | undefined)[] = [];
    await using desk = await openDeskOver((input, init) => {
      signals.push(init?.signal ?? (input instanceof Request ? input.signal : null));
      return new Promise(() => {});
    });
    const client = new AbortController();
    const response = desk.post("frames", fields, { signal: client.signal });
    await vi.waitFor(() => expect(signals).toHaveLength(1), { interval: 5 });
    client.abort();
    await expect(response).rejects.toThrow();
    await vi.waitFor(() => expect(signals[0]?.aborted).toBe(true));
  });
});
