import { expect, it, vi } from "vitest";
import { HiveClient } from "../src/index.ts";
import { createPanel } from "../src/panel.ts";
import { definePolicy } from "../src/policy.ts";
import { pictureReply } from "./panel-projects.ts";
import { gate, respondPartly } from "./support/scripts.ts";
import { startServer } from "./support/stub-server.ts";
import type { Exchange } from "./support/stub-server.ts";

// Allows for a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const policy = definePolicy({ block: { yes_smoking: 0.9 } });
const media = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);
const harmful = JSON.stringify(pictureReply({ yes_smoking: 0.95 }));
/** A response that lacks its end. */
const cut = (reply: object): string => JSON.stringify(reply).replace(/\]\}\}\]\}$/, ",");
/** Keeps the connection open. */
const stall = async (): Promise<never> => new Promise(() => {});

it("a settled block closes the connections of the other members, and its own if the rest does not arrive", async () => {
  const others = gate();
  /** The events in order. */
  const events: string[] = [];
  let stalled = 0;
  const wait = async (): Promise<never> => {
    stalled += 1;
    if (stalled === 2) others.open();
    return stall();
  };
  const scripts: Readonly<Record<string, (exchange: Exchange) => unknown>> = {
    headers: async ({ readBody }) => {
      await readBody();
      await wait();
    },
    body: respondPartly(cut(pictureReply({ yes_smoking: 0 })), wait),
    blocking: async (exchange) => {
      // The others are in flight by then.
      await others.opened;
      events.push("blocking answers");
      await respondPartly(cut(pictureReply({ yes_smoking: 0.95 })), stall)(exchange);
    },
  };
  await using server = await startServer(async (exchange) => {
    const name = exchange.seen.headers.authorization?.replace(/^token /i, "") ?? "";
    exchange.response.once("close", () => events.push(`${name} closed`));
    await scripts[name]?.(exchange);
  });
  const memberOf = (apiKey: string) => ({
    client: new HiveClient({ apiKey, api: "v2", baseUrl: server.url }),
    policy,
  });
  const panel = createPanel({
    members: { headers: memberOf("headers"), body: memberOf("body"), blocking: memberOf("blocking") },
  });
  const { decision, members } = await panel.judge({ media });
  expect([decision, members.headers.state, members.body.state, members.blocking.state]).toEqual([
    "block",
    "cancelled",
    "cancelled",
    "judged",
  ]);
  await expect.poll(() => events.length).toBe(4);
  expect(events[0]).toBe("blocking answers");
  expect(events.slice(1, 3).toSorted()).toEqual(["body closed", "headers closed"]);
  expect(events[3]).toBe("blocking closed");
  expect(server.seen.map(({ closedAtMs }) => closedAtMs !== null)).toEqual([true, true, true]);
});

it("an abort closes all connections", async () => {
  await using server = await startServer(respondPartly(cut(pictureReply({ yes_smoking: 0 })), stall));
  const client = new HiveClient({ apiKey: "any", api: "v2", baseUrl: server.url });
  const panel = createPanel({ members: { one: { client, policy }, two: { client, policy, always: true } } });
  const controller = new AbortController();
  const verdict = panel.judge({ media }, { signal: controller.signal });
  await expect.poll(() => server.seen.length).toBe(2);
  controller.abort("left");
  await expect(verdict).rejects.toBe("left");
  await expect.poll(() => server.seen.every(({ closedAtMs }) => closedAtMs !== null)).toBe(true);
});

it("three members read one file at the same time, each from its start", async () => {
  const bodies: string[] = [];
  await using server = await startServer(async ({ seen, response, readBody }) => {
    await readBody();
    bodies.push(Buffer.concat(seen.chunks).toString("latin1"));
    response.writeHead(200).end(harmful);
  });
  const client = new HiveClient({ apiKey: "any", api: "v2", baseUrl: server.url });
  const member = { client, policy, always: true };
  const panel = createPanel({ members: { one: member, two: member, three: member } });
  const content = "\u00ff\u00d8\u00ff".padEnd(200_000, "0123456789");
  let opened = 0;
  const open = (): Blob => {
    opened += 1;
    return new Blob([Buffer.from(content, "latin1")]);
  };
  expect((await panel.judge({ media: open })).decision).toBe("block");
  expect([opened, bodies.length, bodies.every((body) => body.includes(content))]).toEqual([3, 3, true]);
});
