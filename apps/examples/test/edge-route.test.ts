import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { EmulatorServer } from "@hivekit/emulator/node";
import { TEXT_CLASSES } from "@hivekit/core/classes";
import { EdgeRuntime } from "edge-runtime";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { COLORS_KEY, openEmulator } from "./support/example-emulator.ts";
import { installExamples } from "./support/installed-examples.ts";

let route: string;
let server: EmulatorServer;
/** The server that stores comments. */
let store: Server;
let stored: string[] = [];

beforeAll(async () => {
  const examples = await installExamples();
  route = await examples.bundle("edge-route.ts", { format: "iife", conditions: ["edge-light", "worker"] });
  server = await openEmulator();
  store = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => (text += String(chunk)));
    request.on("end", () => {
      stored.push(text);
      response.end();
    });
  }).listen(0, "127.0.0.1");
  await once(store, "listening");
});

afterEach(() => {
  stored = [];
  server.emulator.reset();
});

afterAll(async () => {
  store.close();
  await server.close();
});

/** Posts a comment to the route, as Next.js calls it on the edge runtime. */
async function post(body: unknown, key = "demo-text") {
  const address = store.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const env = {
    HIVE_API_KEY: key,
    HIVE_BASE_URL: server.url,
    COMMENTS_URL: `http://127.0.0.1:${port}/comments`,
  };
  const runtime = new EdgeRuntime({
    extend: (context) => Object.assign(context, { process: { env } }),
    initialCode: `${route}\naddEventListener("fetch", (event) => event.respondWith(example.POST(event.request)));`,
  });
  const response = await runtime.dispatchFetch("http://app.example/api/comments", {
    method: "POST",
    body: JSON.stringify(body),
  });
  return {
    status: response.status,
    body: await response.json(),
    runtime: runtime.evaluate("example.runtime"),
  };
}

describe("the route, in the edge runtime", () => {
  it("stores an allowed comment", async () => {
    expect(await post({ text: "What a picture!" })).toEqual({
      status: 201,
      body: { decision: "allow" },
      runtime: "edge",
    });
    expect(stored).toEqual(["What a picture!"]);
  });

  it.each([
    ["is blocked", "hive-test-hate", "block"],
    ["needs review", "hive-test-hate-2", "review"],
    ["is in an unsupported language", "lorem ipsum", "unknown"],
  ])("does not store a comment that %s", async (_name, text, decision) => {
    expect(await post({ text })).toMatchObject({ status: 422, body: { decision } });
    expect(stored).toEqual([]);
  });

  it("blocks every class of the text model at its worst level", async () => {
    const decisions: unknown[] = [];
    for (const { name } of TEXT_CLASSES) {
      const { status, body } = await post({ text: `hive-test-${name}` });
      decisions.push([name, status, body]);
    }
    expect(decisions).toEqual(TEXT_CLASSES.map(({ name }) => [name, 422, { decision: "block" }]));
    expect(stored).toEqual([]);
  });

  it("leaves the second level of every class for review", async () => {
    const classes = TEXT_CLASSES.filter(({ levels }) => levels.some((level) => level === 2));
    const decisions: unknown[] = [];
    for (const { name } of classes) {
      const { body } = await post({ text: `hive-test-${name}-2` });
      decisions.push([name, body]);
    }
    expect(decisions).toEqual(classes.map(({ name }) => [name, { decision: "review" }]));
    expect(stored).toEqual([]);
  });

  it("does not store a comment if the key belongs to a project for pictures", async () => {
    expect(await post({ text: "What a picture!" }, COLORS_KEY)).toMatchObject({ status: 503 });
    expect(stored).toEqual([]);
  });

  it("does not store a comment if Hive fails", async () => {
    server.emulator.faults.add("504@1");
    expect(await post({ text: "What a picture!" })).toMatchObject({ status: 503, body: { decision: null } });
    expect(stored).toEqual([]);
  });

  it("does not call Hive without text", async () => {
    expect(await post({})).toMatchObject({ status: 400 });
    expect([stored, server.emulator.journal]).toEqual([[], []]);
  });
});
