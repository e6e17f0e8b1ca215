import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { readFixture } from "../../test/read-fixture.ts";
import { HiveClient } from "../index.ts";
import { longFetch } from "../node.ts";

let server: Server | null = null;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return `http://127.0.0.1:${address.port}`;
}

const media = new Uint8Array([0xff, 0xd8, 0xff, 1]);
const task = JSON.stringify(readFixture("v1/array-of-two"));

describe("longFetch", () => {
  it("sends the request unchanged and returns a response of the runtime", async () => {
    const seen: unknown[] = [];
    const baseUrl = await serve((request, response) => {
      let bytes = 0;
      request.on("data", (chunk: Buffer) => (bytes += chunk.length));
      request.on("end", () => {
        const { authorization, "content-length": length } = request.headers;
        seen.push([request.method, request.url, authorization, bytes === Number(length)]);
        response.end(task);
      });
    });
    const fetch = longFetch();
    const hive = new HiveClient({ apiKey: "k", baseUrl, fetch });
    expect((await hive.classify({ media })).results).toHaveLength(2);
    expect(seen).toEqual([["POST", "/api/v1/tag/task", "Token k", true]]);
    expect(await fetch(baseUrl, { method: "POST", body: "x" })).toBeInstanceOf(Response);
  });

  it("streams an upload of unknown length and the frames of the response", async () => {
    let received = 0;
    const baseUrl = await serve((request, response) => {
      request.on("data", (chunk: Buffer) => (received += chunk.length));
      request.on("end", () => response.end(task));
    });
    const hive = new HiveClient({ apiKey: "k", baseUrl, fetch: longFetch() });
    const chunks = async function* (): AsyncGenerator<Uint8Array> {
      for (let turn = 0; turn < 20; turn++) yield new Uint8Array(65_536).fill(turn);
    };
    const frames = hive.frames({ media: chunks() });
    let count = 0;
    for await (const _frame of frames) count++;
    expect(count).toBe(3);
    expect(received).toBeGreaterThan(20 * 65_536);
  });

  it("throws a runtime timeout after headersTimeoutMs", async () => {
    const baseUrl = await serve(() => {});
    const hive = new HiveClient({
      apiKey: "k",
      baseUrl,
      retry: false,
      // undici checks its timers about once a second.
      fetch: longFetch({ headersTimeoutMs: 100 }),
    });
    await expect(hive.classify({ media })).rejects.toMatchObject({ kind: "timeout", limit: "runtime" });
  });

  it("throws the signal's reason after an abort", async () => {
    const controller = new AbortController();
    const reason = new Error("stop");
    const baseUrl = await serve(() => controller.abort(reason));
    const hive = new HiveClient({ apiKey: "k", baseUrl, fetch: longFetch() });
    await expect(hive.classify({ media }, { signal: controller.signal })).rejects.toBe(reason);
  });

  it("does not follow redirects", async () => {
    const baseUrl = await serve((_request, response) => {
      response.writeHead(302, { location: "/elsewhere" }).end();
    });
    const hive = new HiveClient({ apiKey: "k", baseUrl, retry: false, fetch: longFetch() });
    await expect(hive.classify({ media })).rejects.toMatchObject({ kind: "http", reason: "redirected" });
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("rejects the limit %d", (headersTimeoutMs) => {
    expect(() => longFetch({ headersTimeoutMs })).toThrow(
      expect.objectContaining({ kind: "config", option: "headersTimeoutMs" }),
    );
  });

  it("rejects an unknown option", () => {
    expect(() => Reflect.apply(longFetch, null, [{ headerTimeoutMs: 1 }])).toThrow(
      "longFetch: headerTimeoutMs is unknown; use one of headersTimeoutMs.",
    );
  });
});
