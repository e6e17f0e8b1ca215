import { request } from "node:http";
import type { ClientRequest, IncomingMessage } from "node:http";
import { Logger } from "@nestjs/common";
import { Subject } from "rxjs";
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from "vitest";
import type { Item, ItemFrame } from "../api/desk-api.ts";
import { ItemStore } from "../src/items/item-store.ts";
import { openDesk, readDemoFile, readEvents } from "./support/open-desk.ts";
import type { OpenDesk } from "./support/open-desk.ts";

let desk: OpenDesk;

beforeAll(async () => {
  desk = await openDesk();
});

afterAll(() => desk[Symbol.asyncDispose]());

/** Opens an event stream that nobody reads. */
function open(path: string): { readonly call: ClientRequest; readonly response: Promise<IncomingMessage> } {
  const call = request(desk.url + path, { agent: false });
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    call.once("response", resolve);
    call.once("error", reject);
  });
  response.catch(() => undefined);
  call.on("error", () => undefined);
  call.end();
  return { call, response };
}

it("drops a client of the list that does not read, but no other", async () => {
  const changes = new Subject<Item>();
  vi.spyOn(ItemStore.prototype, "changes", "get").mockReturnValue(changes);
  const warn = vi.spyOn(Logger.prototype, "warn").mockReturnValue();
  onTestFinished(() => void vi.restoreAllMocks());
  const reading = await open("/api/events").response;
  const idle = await Promise.all(Array.from({ length: 20 }, () => open("/api/events").response));
  const before = await desk.countConnections();
  const item = {
    ...(await desk.submit({ text: "Hello.", project: "text" })),
    failure: { padding: "x".repeat(20_000) },
  };
  let receivedBytes = 0;
  reading.on("data", (chunk: Buffer) => (receivedBytes += chunk.length));
  const COUNT = 1000;
  for (let number = 0; number < COUNT; number += 1) {
    changes.next(Object({ ...item, id: String(number) }));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await expect.poll(() => receivedBytes).toBeGreaterThan(COUNT * 20_000);
  expect(reading.destroyed).toBe(false);
  await expect.poll(() => desk.countConnections()).toBeLessThanOrEqual(before - idle.length);
  expect(warn).toHaveBeenCalledWith(expect.stringContaining("maximum allowed 262144"));
  reading.destroy();
});

it("continues the stream of an item after the last event that the client has received", async () => {
  const { id } = await desk.submit({ media: await readDemoFile("colors.mp4") });
  await desk.reachState(id, "done");
  const follow = async (lastEventId?: string): Promise<{ id: string | undefined; positions: number[] }[]> => {
    const headers = lastEventId === undefined ? {} : { "last-event-id": lastEventId };
    const events: { id: string | undefined; positions: number[] }[] = [];
    for await (const event of readEvents(await desk.fetch(`/api/items/${id}/events`, { headers }))) {
      if (event.type !== "frames") continue;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- by the event's name
      const positions = (event.data as ItemFrame[]).map(({ position }) => position);
      events.push({ id: event.id, positions });
    }
    return events;
  };
  const all = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  expect(await follow()).toEqual([{ id: "10", positions: all }]);
  expect(await follow("7")).toEqual([{ id: "10", positions: [7, 8, 9] }]);
  expect(await follow("10")).toEqual([]);
  // The frames of an earlier submission, and the id of another stream.
  expect(await follow("11")).toEqual([{ id: "10", positions: all }]);
  expect(await follow("x")).toEqual([{ id: "10", positions: all }]);
});

it("closes the connections of streams, no matter when their readers leave", async () => {
  const { id } = await desk.submit({ media: await readDemoFile("colors.mp4") });
  await desk.reachState(id, "done");
  await expect.poll(() => desk.countConnections()).toBeLessThan(10);
  const before = await desk.countConnections();
  for (let round = 0; round < 7; round += 1) {
    const streams = Array.from({ length: 100 }, (_, index) =>
      open(index % 2 === 0 ? "/api/events" : `/api/items/${id}/events`),
    );
    await Promise.all(
      streams.map(async ({ call, response }, index) => {
        if (index % 3 === 0) await response;
        if (index % 3 === 1) await new Promise((resolve) => setTimeout(resolve, index));
        call.destroy();
      }),
    );
  }
  await expect.poll(() => desk.countConnections(), { timeout: 15_000 }).toBeLessThanOrEqual(before);
});
