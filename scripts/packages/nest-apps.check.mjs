import { spawn } from "node:child_process";
import { cpSync, openAsBlob, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createEmulator } from "@hivekit/emulator";
import { listen } from "@hivekit/emulator/node";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, onTestFinished, test, vi } from "vitest";
import { PINNED_NODE, ROOT } from "../workspace.mjs";
import { exec, npmInstall } from "./setup.mjs";

const { folder, tarballs, nodes } = inject("packed");

const nest = (version, adapter) => ({
  "@nestjs/common": version,
  "@nestjs/core": version,
  ...(adapter ?? { "@nestjs/platform-express": version }),
});
/** The apps, each with the file in `nest-app` that starts it. */
const APPS = [
  ["express", "module", "express", nest("12.5.1")],
  ["fastify", "module", "fastify", nest("12.5.1", { "@nestjs/platform-fastify": "12.5.0" })],
  ["oldest", "commonjs", "express", { ...nest("11.0.0"), rxjs: "7.8.1" }],
  ["terminus-12", "module", "terminus", { ...nest("12.5.1"), "@nestjs/terminus": "12.1.0" }],
  ["terminus-11", "commonjs", "terminus", { ...nest("11.2.10"), "@nestjs/terminus": "11.1.1" }],
];
/** A video with ten frames. */
const VIDEO_URL = "https://media.example/colors.mp4";
const START_TIMEOUT_MS = 30_000;

const emulator = createEmulator({
  files: { [VIDEO_URL]: await openAsBlob(join(ROOT, "demo-media", "colors.mp4")) },
});
let server;

beforeAll(async () => {
  server = await listen({ emulator });
});
beforeEach(() => emulator.reset());
afterAll(() => server.close());

describe.each(APPS)("the app %s, %s", (name, type, main, dependencies) => {
  const home = join(folder, "apps", name);

  beforeAll(async () => {
    cpSync(join(ROOT, "scripts", "packages", "nest-app"), home, { recursive: true });
    const ours = ["core", "rxjs", "nestjs"].map((one) => [`@hivekit/${one}`, tarballs[one]]);
    const manifest = {
      type,
      dependencies: {
        "reflect-metadata": "0.2.2",
        rxjs: "7.8.2",
        ...dependencies,
        ...Object.fromEntries(ours),
      },
      devDependencies: { "@types/node": "22.19.1", typescript: "5.9.3" },
    };
    await npmInstall(home, manifest, ["--omit=optional"]);
    const config = { extends: "./tsconfig.json", files: [`${main}.ts`] };
    writeFileSync(join(home, "tsconfig.app.json"), JSON.stringify(config));
    const tsc = join(home, "node_modules", "typescript", "bin", "tsc");
    const { error, output } = await exec(PINNED_NODE, [tsc, "-p", "tsconfig.app.json"], home);
    if (error !== null) throw new Error(output);
  });

  test.each(Object.entries(nodes))("works on Node %s", async (_, node) => {
    const app = start({ home, main, node });
    const url = await app.url();
    expect(await ask(`${url}/submit?url=${VIDEO_URL}`, "POST")).toEqual({ frames: 10 });
    emulator.verify.one({ projectKey: "demo-colors" });
    const events = await (await fetch(`${url}/frames?url=${VIDEO_URL}`)).text();
    expect(events.match(/^data: \{"timeSeconds":\d+\}$/gm)).toHaveLength(10);

    await disconnect(`${url}/wait?url=${VIDEO_URL}`);

    const { id } = await ask(`${url}/later`, "POST");
    await emulator.idle();
    expect(emulator.callbacks.list()[0]?.httpStatus).toBe(200);
    expect(await ask(`${url}/results`)).toEqual([id]);

    if (main === "terminus") await checkHealth(url, dependencies["@nestjs/terminus"]);

    // A call in flight gets its response before the app exits.
    const waiting = fetch(`${url}/wait?url=${VIDEO_URL}`, { method: "POST" });
    await emulator.tasks.nextQueued();
    app.kill("SIGTERM");
    expect((await waiting).status).toBe(503);
    expect(await app.exit).toEqual({ code: null, signal: "SIGTERM" });
  });

  test("exits with an error that names the missing key", async () => {
    const app = start({ home, main, node: PINNED_NODE, env: {} });
    expect(await app.exit).toEqual({ code: 1, signal: null });
    expect(app.output()).toMatch(/HiveConfigError: .*HIVE_API_KEY/);
  });
});

/** Starts a compiled app. It is killed at the end of the test. */
function start({ home, main, node, env = { HIVE_API_KEY: "demo-colors" } }) {
  const child = spawn(node, [join("dist", `${main}.js`)], {
    cwd: home,
    env: { PATH: process.env.PATH, HIVE_BASE_URL: server.url, NO_COLOR: "1", ...env },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (output += data));
  const exit = new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal })));
  const url = () => vi.waitUntil(() => /listening on (\S+)/.exec(output)?.[1], { timeout: START_TIMEOUT_MS });
  return { url, exit, output: () => output, kill: (signal) => child.kill(signal) };
}

/** Sends a request that waits for a reviewer and disconnects. The request to Hive ends as well. */
async function disconnect(url) {
  const client = new AbortController();
  fetch(url, { method: "POST", signal: client.signal }).catch(() => {});
  await emulator.tasks.nextQueued();
  client.abort();
  await vi.waitUntil(() => emulator.tasks.list({ state: "queued" }).length === 0, {
    timeout: START_TIMEOUT_MS,
  });
}

/** terminus 12 reports a project as `degraded`; terminus 11 supports only `up` and `down`. */
async function checkHealth(url, terminus) {
  emulator.faults.add("504*2");
  for (let count = 0; count < 2; count++) await fetch(`${url}/submit?url=${VIDEO_URL}`, { method: "POST" });
  const { status, details } = await ask(`${url}/health`);
  expect([details.hive.health, details.text.status]).toEqual(["degraded", "up"]);
  const isKnown = terminus.startsWith("12");
  expect([status, details.hive.status]).toEqual(isKnown ? ["degraded", "degraded"] : ["ok", "up"]);
}

async function ask(url, method = "GET") {
  const response = await fetch(url, { method });
  expect(response.ok, `${url} responds ${response.status}`).toBe(true);
  return response.json();
}
