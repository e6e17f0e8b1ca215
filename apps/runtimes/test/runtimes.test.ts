import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { listen } from "@hivekit/emulator/node";
import type { EmulatorServer } from "@hivekit/emulator/node";
import { Miniflare } from "miniflare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CaseResult } from "../src/suite.ts";

const run = promisify(execFile);
const fileAt = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// Each runtime is called by the path of its package, and runs the built suite: the tests come after the build.
const PROCESS = fileAt("../dist/process.js");
const WORKER = fileAt("../dist/worker.js");
const EMULATOR_WORKER = fileAt("../dist/emulator-worker.js");
const { resolve } = createRequire(import.meta.url);

let emulator: EmulatorServer;
/** Serves the demo video, and redirects everything that is posted. */
let server: Server;
let addresses: { readonly baseUrl: string; readonly videoUrl: string; readonly redirectUrl: string };

beforeAll(async () => {
  emulator = await listen();
  const video = await readFile(fileAt("../../../demo-media/colors.mp4"));
  server = createServer((request, response) => {
    if (request.method === "POST") {
      request
        .resume()
        .on("end", () => response.writeHead(307, { location: `${emulator.url}/api/v1/tag/task` }).end());
    } else {
      response.setHeader("content-type", "video/mp4");
      response.end(video);
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;
  addresses = { baseUrl: emulator.url, videoUrl: `${url}/colors.mp4`, redirectUrl: url };
});

afterAll(async () => {
  server.close();
  await emulator.close();
});

async function runProcess(command: string, args: readonly string[]): Promise<CaseResult[]> {
  const { HIVE_API_KEY: _key, ...environment } = process.env;
  const { stdout } = await run(command, [...args, JSON.stringify(addresses)], {
    env: environment,
    timeout: 60_000,
  });
  return JSON.parse(stdout);
}

async function runWorkerd(): Promise<CaseResult[]> {
  const worker = new Miniflare({
    modules: true,
    scriptPath: WORKER,
    compatibilityDate: "2026-07-01",
  });
  try {
    const response = await worker.dispatchFetch("http://suite.example/", {
      method: "POST",
      body: JSON.stringify(addresses),
    });
    const results: unknown = await response.json();
    if (!Array.isArray(results)) throw new Error("workerd did not run the suite");
    return results;
  } finally {
    await worker.dispose();
  }
}

describe("core passes the suite", () => {
  it.each<[string, () => Promise<CaseResult[]>]>([
    ["Node 22", () => runProcess(fileAt("../node_modules/node22/bin/node"), [PROCESS])],
    ["Node 24", () => runProcess(process.execPath, [PROCESS])],
    ["Node 26", () => runProcess(fileAt("../node_modules/node26/bin/node"), [PROCESS])],
    ["Bun", () => runProcess(fileAt("../node_modules/bun/bin/bun.exe"), [PROCESS])],
    [
      "Deno",
      () =>
        runProcess(process.execPath, [
          resolve("deno/bin.cjs"),
          "run",
          "--no-prompt",
          "--allow-net=127.0.0.1",
          PROCESS,
        ]),
    ],
    ["workerd", runWorkerd],
  ])(
    "in %s",
    async (_runtime, runSuite) => {
      const results = await runSuite();
      expect(results.length).toBeGreaterThan(8);
      expect(results.filter((result) => result.problem !== null)).toEqual([]);
    },
    90_000,
  );
});

it("the emulator, bundled, answers text and labeling in workerd, and names the decoder that a picture needs", async () => {
  const contents = await readFile(EMULATOR_WORKER, "utf8");
  const worker = new Miniflare({
    modules: [{ type: "ESModule", path: "emulator-worker.js", contents }],
    compatibilityDate: "2026-07-01",
  });
  try {
    const response = await worker.dispatchFetch("http://emulator.example/");
    expect(await response.json()).toMatchObject([
      { code: 200, status: [{ response: { text_filters: [{ value: "DARN" }] } }] },
      { status: ["yes"] },
      { status: { status: { code: "3000", message: expect.stringContaining("npm install sharp") } } },
    ]);
  } finally {
    await worker.dispose();
  }
}, 60_000);
