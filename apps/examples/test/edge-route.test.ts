import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { EmulatorServer } from "@hivekit/emulator/node";
import { TEXT_CLASSES } from "@hivekit/core/classes";
import { EdgeRuntime } from "edge-runtime";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { BLIND_KEY, openEmulator } from "./support/example-emulator.ts";
import { installExamples } from "./support/installed-examples.ts";

let route: string;
let server: EmulatorServer;
/** Where comments are kept. */
let store: Server;
let kept: string[] = [];

beforeAll(async () => {
  const examples = await installExamples();
  route = await examples.bundle("edge-route.ts", { format: "iife", conditions: ["edge-light", "worker"] });
  server = await openEmulator();
  store = createServer((request, response) => {
    let text = "";
    request.on("data", (piece) => (text += String(piece)));
    request.on("end", () => {
      kept.push(text);
      response.end();
    });
  }).listen(0, "127.0.0.1");
  await once(store, "listening");
});

afterEach(() => {
  kept = [];
  server.emulator.reset();
});

afterAll(async () => {
  store.close();
  await server.close();
});

/** Posts a comment to the route, as Next would call it at the edge. */
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

describe("the route, in the edge runtime", { timeout: 60_000 }, () => {
  it("keeps a comment that is allowed", async () => {
    expect(await post({ text: "What a picture!" })).toEqual({
      status: 201,
      body: { decision: "allow" },
      runtime: "edge",
    });
    expect(kept).toEqual(["What a picture!"]);
  });

  it.each([
    ["is blocked", "hive-test-hate", "block"],
    ["a person has to look at", "hive-test-hate-2", "review"],
    ["is of a language that the model does not know", "lorem ipsum", "unknown"],
  ])("keeps no comment that %s", async (_what, text, decision) => {
    expect(await post({ text })).toMatchObject({ status: 422, body: { decision } });
    expect(kept).toEqual([]);
  });

  it("blocks every class of the text model at its worst level", async () => {
    const decisions: unknown[] = [];
    for (const { name } of TEXT_CLASSES) {
      const { status, body } = await post({ text: `hive-test-${name}` });
      decisions.push([name, status, body]);
    }
    expect(decisions).toEqual(TEXT_CLASSES.map(({ name }) => [name, 422, { decision: "block" }]));
    expect(kept).toEqual([]);
  });

  it("leaves the second level of every class that has one to a person", async () => {
    const classes = TEXT_CLASSES.filter(({ levels }) => levels.some((level) => level === 2));
    const decisions: unknown[] = [];
    for (const { name } of classes) {
      const { body } = await post({ text: `hive-test-${name}-2` });
      decisions.push([name, body]);
    }
    expect(decisions).toEqual(classes.map(({ name }) => [name, { decision: "review" }]));
    expect(kept).toEqual([]);
  });

  it("keeps no comment that a model of pictures was asked about", async () => {
    expect(await post({ text: "What a picture!" }, BLIND_KEY)).toMatchObject({ status: 503 });
    expect(kept).toEqual([]);
  });

  it("keeps no comment if Hive fails", async () => {
    server.emulator.faults.add("504@1");
    expect(await post({ text: "What a picture!" })).toMatchObject({ status: 503, body: { decision: null } });
    expect(kept).toEqual([]);
  });

  it("asks Hive nothing without a text", async () => {
    expect(await post({})).toMatchObject({ status: 400 });
    expect([kept, server.emulator.journal]).toEqual([[], []]);
  });
});
