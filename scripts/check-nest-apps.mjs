// npm run check -- nest: apps outside the workspace, made from the packed packages, started for real on the oldest Node that is
// promised and on the pinned one. Needs the npm registry; not part of the other checks because of that.

import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pack } from "./pack.mjs";
import { PINNED_NODE, ROOT, run } from "./workspace.mjs";

const { createEmulator } = await import("../packages/emulator/dist/index.js");
const { listen } = await import("../packages/emulator/dist/node.js");
const { signCallbackUrl } = await import("../packages/core/dist/callback.js");

const OLDEST_NODE = "22.12.0";
/** All, or those that are named: node scripts/check-nest-apps.mjs fastify-12 */
const APPS =
  process.argv.length > 2 ? process.argv.slice(2) : readdirSync(join(ROOT, "scripts", "nest-apps"));
/** A video of ten frames that the emulator has under an address. */
const VIDEO_URL = "https://media.example/colors.mp4";
/** What the app signs with, see `express-12/src/main.ts`. */
const CALLBACK_SECRET = "an example: use 32 random bytes as hex";
/** How long an app has to start, and to end, in milliseconds. */
const PATIENCE_MS = 30_000;

const folder = mkdtempSync(join(tmpdir(), "hivekit-nest-apps-"));
const emulator = createEmulator({
  files: { [VIDEO_URL]: new Blob([readFileSync(join(ROOT, "demo-media", "colors.mp4"))]) },
});
const server = await listen({ emulator });
let failures = 0;
try {
  const packed = await pack(join(folder, "packed"));
  const tarballs = Object.fromEntries(packed.map(({ name, tarball }) => [name, tarball]));
  const nodes = { [OLDEST_NODE]: await installNode(), pinned: PINNED_NODE };
  for (const app of APPS) {
    await prepare(app, tarballs);
    for (const [version, node] of Object.entries(nodes)) await check(app, { version, node });
  }
} finally {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failures > 0 ? 1 : 0;

async function installNode() {
  const home = join(folder, "node");
  mkdirSync(home);
  writeFileSync(join(home, "package.json"), "{}");
  await npm(["install", `node@${OLDEST_NODE}`], home);
  return join(home, "node_modules", "node", "bin", "node");
}

/** Copies an app out of the workspace, installs it with the packed packages, and compiles it. */
async function prepare(app, tarballs) {
  const home = join(folder, app);
  cpSync(join(ROOT, "scripts", "nest-apps", app), home, { recursive: true });
  const { hivekit, ...manifest } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  for (const name of hivekit) manifest.dependencies[`@hivekit/${name}`] = `file:${tarballs[name]}`;
  writeFileSync(join(home, "package.json"), JSON.stringify(manifest));
  // The emulator's decoders are not needed here, and large.
  await npm(["install", "--omit=optional"], home);
  await succeed(
    run(PINNED_NODE, [join(home, "node_modules", "typescript", "bin", "tsc")], { cwd: home, isQuiet: true }),
  );
}

async function npm(args, cwd) {
  await succeed(run("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], { cwd, isQuiet: true }));
}

async function succeed(running) {
  const { code, output } = await running;
  if (code !== 0) throw new Error(output);
}

async function check(app, { version, node }) {
  emulator.reset();
  const title = `${app} on Node ${version}`;
  const child = start(app, node);
  try {
    const url = await child.url;
    const facts = [await submits(url), ...(app === "express-12" ? await fullRound(url, child) : [])];
    if (app === "fastify-12") facts.push(await refusesToBoot(app, node));
    if (app === "commonjs-11") facts.push(await callbackOnTheOldest(url));
    if (app === "terminus-11") facts.push(await degradedLooksUp(url));
    if (app !== "express-12") facts.push(await ends(child));
    console.log(`✓ ${title}: ${facts.join(", ")}`);
  } catch (error) {
    failures++;
    console.log(`✗ ${title}: ${error instanceof Error ? error.message : String(error)}\n${child.output()}`);
  } finally {
    child.process.kill("SIGKILL");
  }
}

/** Starts a compiled app in a process of its own. */
function start(app, node, env = { HIVE_API_KEY: "demo-colors" }) {
  const process_ = spawn(node, [join("dist", "main.js")], {
    cwd: join(folder, app),
    env: { PATH: process.env.PATH, HIVE_BASE_URL: server.url, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const ended = new Promise((resolve) => process_.on("close", (code, signal) => resolve({ code, signal })));
  const url = new Promise((resolve, reject) => {
    const onData = (data) => {
      output += data;
      const found = /listening on (\S+)/.exec(output);
      if (found !== null) resolve(found[1]);
    };
    process_.stdout.on("data", onData);
    process_.stderr.on("data", onData);
    void ended.then(() => reject(new Error("The app ended before it listened.")));
    setTimeout(() => reject(new Error("The app did not start.")), PATIENCE_MS).unref();
  });
  url.catch(() => {});
  return { process: process_, url, ended, output: () => output };
}

async function submits(url) {
  const { frames } = await ask(`${url}/submit?url=${VIDEO_URL}`, { method: "POST" });
  expect("frames", frames, 10);
  emulator.verify.one({ projectKey: "demo-colors" });
  return "submits (10 frames)";
}

async function fullRound(url, child) {
  const facts = [];
  const events = await (await fetch(`${url}/frames?url=${VIDEO_URL}`)).text();
  expect("events", events.match(/^data: \{"timeSeconds":\d+\}$/gm)?.length, 10);
  facts.push("10 frames as events");

  for (const [what, route, method] of [
    ["a plain request", "wait", "POST"],
    ["a tab with events", "waiting", "GET"],
  ]) {
    facts.push(
      `${what} that is closed ends the one to Hive after ${await closeRequest(`${url}/${route}`, method)} ms`,
    );
  }

  const { id } = await ask(`${url}/later`, { method: "POST" });
  await emulator.idle();
  expect("callback", emulator.callbacks.list()[0]?.httpStatus, 204);
  expect("taken", (await ask(`${url}/results`)).join(), id);
  facts.push("takes its callback");

  facts.push(await largeCallback(url));

  const health = await ask(`${url}/health`);
  expect("health", [health.status, health.info.hive.status, health.info.text.health].join(), "ok,up,up");
  facts.push("is healthy");

  const waiting = fetch(`${url}/wait?url=${VIDEO_URL}`, { method: "POST" });
  await emulator.tasks.nextQueued();
  const startMs = performance.now();
  child.process.kill("SIGTERM");
  expect("call in flight", (await waiting).status, 503);
  const { code, signal } = await child.ended;
  expect("end", `${code} ${signal}`, "null SIGTERM");
  facts.push(
    `ends ${Math.round(performance.now() - startMs)} ms after SIGTERM with a call in flight (grace 500 ms)`,
  );
  return facts;
}

/** Asks for what a person must answer first, goes away, and waits until the emulator has seen that nobody waits any more. */
async function closeRequest(route, method) {
  const tab = new AbortController();
  const response = fetch(`${route}?url=${VIDEO_URL}`, { method, signal: tab.signal }).then((answer) =>
    answer.text(),
  );
  response.catch(() => {});
  await emulator.tasks.nextQueued();
  const startMs = performance.now();
  tab.abort();
  while (emulator.tasks.list({ state: "queued" }).length > 0) {
    if (performance.now() - startMs > PATIENCE_MS) throw new Error(`${route}: the request to Hive goes on.`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return Math.round(performance.now() - startMs);
}

/** Starts an app without a key. */
async function refusesToBoot(app, node) {
  const child = start(app, node, {});
  const { code } = await child.ended;
  expect("exit code without a key", code, 1);
  const line = child.output().match(/HiveConfigError: .*/)?.[0];
  expect("boot error", line, "HiveConfigError: The API key is missing; pass apiKey, or set HIVE_API_KEY.");
  return `ends with exit code 1 without a key (${line})`;
}

/** Posts what Hive posts for more than an hour of video, and looks at the app's peak memory. */
async function largeCallback(url) {
  const { peakMb: before } = await ask(`${url}/memory`);
  const bytes = await postCallback(`${url}/hive/callbacks/text`, { project: "text", frames: 5_000 });
  const { peakMb: after } = await ask(`${url}/memory`);
  return `takes one of ${(bytes / 1e6).toFixed(1)} MB (peak memory from ${before} to ${after} MB)`;
}

/** Posts more than the app's own parser takes: 100 kB. */
async function callbackOnTheOldest(url) {
  const bytes = await postCallback(`${url}/hive/callbacks`, { project: "default", frames: 100 });
  expect("taken", (await ask(`${url}/results`)).join(), "long-video");
  return `takes a callback of ${Math.round(bytes / 1000)} kB`;
}

async function postCallback(route, { project, frames }) {
  const classes = Array.from({ length: 88 }, (_, index) => ({
    class: `yes_class_number_${index}`,
    score: 1 / (index + 3),
  }));
  const output = Array.from({ length: frames }, (_, time) => ({ time, classes }));
  const status = [{ status: { code: "0" }, response: { input: {}, output } }];
  const body = JSON.stringify({ id: "long-video", status });
  const address = await signCallbackUrl(route, { secret: CALLBACK_SECRET, project });
  const headers = { "content-type": "application/json" };
  const response = await fetch(address, { method: "POST", headers, body });
  expect(`callback of ${body.length} bytes`, response.status, 204);
  return body.length;
}

/** Of failures terminus 11 can only say `up`; our own word stands beside it. */
async function degradedLooksUp(url) {
  emulator.faults.add("503");
  await fetch(`${url}/submit?url=${VIDEO_URL}`, { method: "POST" });
  const { status, info } = await ask(`${url}/health`);
  expect(
    "health",
    [status, info.hive.status, info.hive.health, info.test.health].join(),
    "ok,up,degraded,up",
  );
  return "is degraded, and up to terminus 11";
}

async function ends(child) {
  child.process.kill("SIGTERM");
  const { signal } = await child.ended;
  expect("end", signal, "SIGTERM");
  return "ends";
}

async function ask(url, init) {
  const response = await fetch(url, init);
  const body = await response.json();
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status}, ${JSON.stringify(body)}`);
  return body;
}

function expect(what, actual, expected) {
  if (actual !== expected) throw new Error(`${what}: ${actual} instead of ${expected}`);
}
