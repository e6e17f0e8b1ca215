import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { openAsBlob } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { createEmulator } from "@hivekit/emulator";
import { listen } from "@hivekit/emulator/node";
import type { EmulatorServer } from "@hivekit/emulator/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ROOT } from "../src/documents.ts";
import { buildJobQueue, findRedis, kill, startRedis } from "./support/job-queue.ts";
import type { Redis } from "./support/job-queue.ts";

/** In node_modules, so that the compiled block can import its packages, and git ignores it. */
const FOLDER = fileURLToPath(new URL("../node_modules/.queue/", import.meta.url));
const PROCESS = fileURLToPath(new URL("support/queue-process.ts", import.meta.url));
const [PHOTO, GUN] = ["https://example.com/photo.jpg", "https://example.com/gun.jpg"];

const redisProgram = findRedis();
if (redisProgram === null) {
  if (process.env["CI"]) throw new Error("redis-server was not found; .ci/run installs it.");
  console.log(
    "The job queue is not tested: redis-server was not found on the PATH (apt-get install redis-server).",
  );
}

let hive: EmulatorServer;
let redis: Redis;
let compiled: string;
let desk: string;
let running: ChildProcess[] = [];
let errors = "";

beforeAll(async () => {
  const picture = await openAsBlob(join(ROOT, "demo-media", "shapes.jpg"));
  const emulator = createEmulator({
    files: { [PHOTO]: picture, [GUN]: picture },
    rules: [{ match: { url: GUN }, classes: { gun_in_hand: 0.98 } }],
  });
  hive = await listen({ emulator });
});

beforeEach(async () => {
  if (redisProgram === null) return;
  redis = await startRedis(redisProgram);
  await mkdir(FOLDER, { recursive: true });
  desk = await mkdtemp(join(FOLDER, "desk-"));
  compiled = await buildJobQueue(FOLDER, { redisPort: redis.port, sweepsEarly: false });
});

afterEach(async ({ task }) => {
  if (redisProgram === null) return;
  if (task.result?.state === "fail") console.log(errors);
  errors = "";
  await Promise.all(running.map(kill));
  running = [];
  await redis.close();
  hive.emulator.reset();
  hive.emulator.faults.clear();
});

afterAll(async () => {
  await hive.close();
  await rm(FOLDER, { recursive: true, force: true });
});

/** Starts a process of the service and waits until it accepts posts. */
async function start(): Promise<ChildProcess> {
  const child = fork(PROCESS, [compiled], {
    cwd: desk,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    execArgv: ["--enable-source-maps"],
    env: { ...process.env, HIVE_API_KEY: "demo-visual", HIVE_STAND_IN: hive.url, NODE_NO_WARNINGS: "1" },
  });
  running.push(child);
  // The service also logs the posts that it holds; the log is printed only if a test fails.
  child.stderr?.on("data", (text) => (errors += String(text)));
  await once(child, "message");
  return child;
}

/** Reads the states of all posts through another connection, in the order of their ids. */
function states(): readonly unknown[] {
  using db = new DatabaseSync(join(desk, "posts.db"));
  const posts = db.prepare("SELECT state FROM posts ORDER BY id").all();
  return posts.map((row) => row["state"]);
}

const soon = (expected: readonly string[]): Promise<void> =>
  vi.waitFor(() => expect(states()).toEqual(expected), { timeout: 20_000, interval: 50 });
const submissions = (): number => hive.emulator.journal.length;

describe.runIf(redisProgram !== null)("the job queue of the guide, on Redis", () => {
  it("judges each post", async () => {
    const service = await start();
    service.send({ id: "1", url: PHOTO, sha256: "a" });
    service.send({ id: "2", url: GUN, sha256: "b" });
    await soon(["allow", "review"]);
    expect(submissions()).toBe(2);
  });

  it("submits identical bytes only once, at the same time or later", async () => {
    const service = await start();
    for (const id of ["1", "2", "3"]) service.send({ id, url: PHOTO, sha256: "a" });
    await soon(["allow", "allow", "allow"]);
    service.send({ id: "4", url: PHOTO, sha256: "a" });
    await soon(["allow", "allow", "allow", "allow"]);
    expect(submissions()).toBe(1);
  });

  it("retries rejected submissions, and waits after a 429", async () => {
    hive.emulator.faults.add("503*2,429:retry-after=1");
    const service = await start();
    service.send({ id: "1", url: PHOTO, sha256: "a" });
    await soon(["allow"]);
    expect(submissions()).toBe(4);
  });

  it("holds all posts of a job that ran out of attempts, and judges the next post", async () => {
    hive.emulator.faults.add("503*5");
    const service = await start();
    for (const id of ["1", "2"]) service.send({ id, url: PHOTO, sha256: "a" });
    await soon(["held", "held"]);
    expect(submissions()).toBe(5);
    service.send({ id: "3", url: PHOTO, sha256: "a" });
    await soon(["held", "held", "allow"]);
  });

  it("holds a post that may have been billed, without another submission", async () => {
    hive.emulator.faults.add("504:billed");
    const service = await start();
    service.send({ id: "1", url: PHOTO, sha256: "a" });
    await soon(["held"]);
    expect(submissions()).toBe(1);
  });

  it("holds a post whose verdict cannot be stored", async () => {
    const service = await start();
    const db = new DatabaseSync(join(desk, "posts.db"));
    db.exec(
      "CREATE TRIGGER refuse BEFORE INSERT ON verdicts BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
    );
    db.close();
    service.send({ id: "1", url: PHOTO, sha256: "a" });
    await soon(["held"]);
    expect(submissions()).toBe(1);
  });

  it("holds the post of a worker that crashed, without another submission", async () => {
    hive.emulator.faults.add("stall-headers");
    const lost = await start();
    lost.send({ id: "1", url: PHOTO, sha256: "a" });
    await vi.waitFor(() => expect(submissions()).toBe(1), { timeout: 20_000 });
    await kill(lost);
    expect(states()).toEqual(["waiting"]);
    const next = await start();
    next.send({ id: "2", url: GUN, sha256: "b" });
    await soon(["held", "review"]);
    expect(submissions()).toBe(2);
  });

  it("holds a post that waits too long because Redis is unavailable", async () => {
    compiled = await buildJobQueue(FOLDER, { redisPort: redis.port, sweepsEarly: true });
    const service = await start();
    await redis.close();
    service.send({ id: "1", url: PHOTO, sha256: "a" });
    await soon(["held"]);
    expect(submissions()).toBe(0);
  });
});
