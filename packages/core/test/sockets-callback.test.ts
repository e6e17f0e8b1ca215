import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import type { IncomingMessage } from "node:http";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { readCallback } from "../src/callback.ts";
import { isHiveError } from "../src/index.ts";
import { readFixture } from "./read-fixture.ts";
import { startServer } from "./support/stub-server.ts";
import type { Script } from "./support/stub-server.ts";

const CALLBACK = JSON.stringify(readFixture("v1/categorization-video"));

/** The outcomes of the callbacks, in order. */
const outcomes: unknown[] = [];

/** Reads a callback as the guide shows, after `before`, the middleware of an app. */
function receive(before: (request: IncomingMessage) => unknown = () => {}, maxBodyBytes = 1_000_000): Script {
  return async ({ request: message, response }) => {
    await before(message);
    try {
      const task = await readCallback(message, { maxBodyBytes });
      outcomes.push(task.results[0]?.frames.length);
      response.writeHead(200).end();
    } catch (error) {
      outcomes.push(error);
      const isTooLarge = isHiveError(error) && error.kind === "input" && error.limit !== null;
      response.writeHead(isTooLarge ? 413 : 400, { connection: "close" }).end();
    }
  };
}

async function readAll(message: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of message) text += String(chunk);
  return text;
}

/** Posts chunks with pauses between them, and returns the status of the response. */
async function post(url: string, chunks: readonly (string | Buffer)[]): Promise<number | undefined> {
  const sent = request(url, { method: "POST" });
  sent.on("error", () => {});
  const answered = once(sent, "response");
  for (const chunk of chunks) {
    sent.write(chunk);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  sent.end();
  const [response] = await answered;
  return response.resume().statusCode;
}

describe("a callback that Node's server received", () => {
  it.each<[string, (message: IncomingMessage) => unknown]>([
    ["not read", () => {}],
    ["parsed", async (message) => Object.assign(message, { body: JSON.parse(await readAll(message)) })],
    ["read as text", async (message) => Object.assign(message, { body: await readAll(message) })],
    [
      "read as bytes",
      async (message) => Object.assign(message, { body: Buffer.from(await readAll(message)) }),
    ],
    [
      "parsed, with its raw bytes",
      async (message) => Object.assign(message, { rawBody: Buffer.from(await readAll(message)), body: 1 }),
    ],
    // Express 4 leaves an empty object if no parser is for the content type.
    ["skipped by a parser", (message) => Object.assign(message, { body: {} })],
  ])("is a task if it was %s before", async (_name, before) => {
    await using server = await startServer(receive(before));
    expect(await post(server.url, [CALLBACK.slice(0, 40), CALLBACK.slice(40)])).toBe(200);
    expect(outcomes.pop()).toBe(3);
  });

  it("is an input error if it was read, and nothing is left of it", async () => {
    await using server = await startServer(receive(readAll));
    expect(await post(server.url, [CALLBACK])).toBe(400);
    expect(outcomes.pop()).toMatchObject({ kind: "input", limit: null });
  });

  it("is an input error if it is decoded to text", async () => {
    await using server = await startServer(receive((message) => message.setEncoding("utf8")));
    expect(await post(server.url, [CALLBACK])).toBe(400);
    expect(outcomes.pop()).toMatchObject({
      kind: "input",
      message: "The body must yield Uint8Array chunks, got string; remove setEncoding() or a text decoder.",
    });
  });

  it("gets a 413 as soon as the limit is passed, on a connection that is still open", async () => {
    await using server = await startServer(receive(() => {}, 1_000));
    const sent = request(server.url, { method: "POST" });
    sent.on("error", () => {});
    // The body never ends.
    sent.write(Buffer.alloc(1_001, " "));
    const [response] = await once(sent, "response");
    expect(response.statusCode).toBe(413);
    sent.destroy();
    expect(outcomes.pop()).toMatchObject({ limit: 1_000, actual: 1_001 });
  });

  it("gets a 413 before its body if content-length is above the limit", async () => {
    await using server = await startServer(receive(() => {}, 1_000));
    const sent = request(server.url, { method: "POST", headers: { "content-length": "1001" } });
    sent.on("error", () => {});
    sent.flushHeaders();
    const [response] = await once(sent, "response");
    expect(response.statusCode).toBe(413);
    sent.destroy();
    expect(outcomes.pop()).toMatchObject({ limit: 1_000, actual: 1_001 });
  });

  it("is a network error if the connection is lost before its end", async () => {
    await using server = await startServer(receive());
    const sent = request(server.url, { method: "POST" });
    sent.on("error", () => {});
    sent.write(CALLBACK.slice(0, 40), () => setTimeout(() => sent.destroy(), 20));
    await vi.waitFor(() => expect(outcomes.pop()).toMatchObject({ kind: "network", isRetryable: false }));
  });
});

it("a callback above the limit takes at most 1.5 times the memory of the limit", async () => {
  const limitBytes = 128 * 1024 * 1024;
  const program = fileURLToPath(new URL("support/callback-server.ts", import.meta.url));
  const child = spawn(process.execPath, [program, String(limitBytes)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const { port } = JSON.parse(String((await lines.next()).value));
  const sent = request({ port, method: "POST" });
  sent.on("error", () => {});
  const answered = once(sent, "response");
  const chunk = Buffer.alloc(64 * 1024, " ");
  for (let sentBytes = 0; sentBytes <= limitBytes; sentBytes += chunk.length) {
    if (!sent.write(chunk)) await once(sent, "drain");
  }
  await answered;
  const { status, peakBytes } = JSON.parse(String((await lines.next()).value));
  sent.destroy();
  child.stdin.end();
  await once(child, "exit");
  expect(status).toBe(413);
  expect(peakBytes / limitBytes).toBeLessThan(1.5);
});
