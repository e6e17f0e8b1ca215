import type { EmulatorServer } from "@hivekit/emulator/node";
import { Miniflare } from "miniflare";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { BLIND_KEY, DOUBTFUL, HARMFUL, NAMES, openEmulator, PHOTO } from "./support/example-emulator.ts";
import { installExamples } from "./support/installed-examples.ts";
import type { InstalledExamples } from "./support/installed-examples.ts";

let examples: InstalledExamples;
let server: EmulatorServer;
let worker: Miniflare | null = null;

beforeAll(async () => {
  examples = await installExamples();
  server = await openEmulator();
});

afterEach(async () => {
  await worker?.dispose();
  worker = null;
  server.emulator.reset();
});

afterAll(async () => {
  await server.close();
});

async function start(key: string): Promise<Miniflare> {
  const contents = await examples.bundle("worker.ts", { format: "esm", conditions: ["workerd", "worker"] });
  worker = new Miniflare({
    modules: [{ type: "ESModule", path: "worker.js", contents }],
    compatibilityDate: "2026-07-01",
    r2Buckets: ["PUBLISHED", "HELD"],
    bindings: { HIVE_API_KEY: key, HIVE_BASE_URL: server.url },
  });
  return worker;
}

/** Puts a picture into a Worker that runs, and tells the answer. */
async function putInto(running: Miniflare, name: string) {
  const response = await running.dispatchFetch(`http://uploads.example/uploads/${name}`, {
    method: "PUT",
    headers: { "content-type": "image/jpeg" },
    body: PHOTO,
  });
  return { status: response.status, body: await response.json() };
}

/** Starts the Worker, puts a picture, and tells the answer and what lies in which bucket. */
async function put(name: string, key = "demo-visual") {
  const running = await start(key);
  const answer = await putInto(running, name);
  return {
    ...answer,
    published: await listOf(await running.getR2Bucket("PUBLISHED")),
    held: await listOf(await running.getR2Bucket("HELD")),
  };
}

/** What lies in a bucket: names and sizes. Its type is Cloudflare's, whose package of types is not needed otherwise. */
async function listOf(bucket: unknown): Promise<readonly (readonly [name: string, sizeBytes: number])[]> {
  const { objects }: { readonly objects: readonly { readonly key: string; readonly size: number }[] } =
    await Object(bucket).list();
  return objects.map(({ key, size }) => [key, size]);
}

describe("the Worker, in workerd", { timeout: 60_000 }, () => {
  it("publishes what is allowed, whole", async () => {
    expect(await put(NAMES.harmless)).toEqual({
      status: 201,
      body: { state: "published" },
      published: [[NAMES.harmless, PHOTO.length]],
      held: [],
    });
  });

  it("stores nothing that is blocked", async () => {
    expect(await put(NAMES.blocked)).toEqual({
      status: 422,
      body: { reasons: ["block.gun_in_hand"] },
      published: [],
      held: [],
    });
  });

  it("publishes nothing of what nobody may see, nor of what a person has to look at", async () => {
    const running = await start("demo-visual");
    const answers: unknown[] = [];
    for (const name of [...HARMFUL, ...DOUBTFUL]) answers.push([name, (await putInto(running, name)).status]);
    expect(answers).toEqual([
      ...HARMFUL.map((name) => [name, 422]),
      ...DOUBTFUL.map((name) => [name, name === NAMES.blocked ? 422 : 202]),
    ]);
    expect(await listOf(await running.getR2Bucket("PUBLISHED"))).toEqual([]);
  });

  it.each([
    ["a person has to look at", NAMES.doubtful, "demo-visual"],
    ["is unknown", NAMES.harmless, BLIND_KEY],
  ])("holds back what %s", async (_what, name, key) => {
    const { published, ...rest } = await put(name, key);
    expect(published).toEqual([]);
    expect(rest).toEqual({ status: 202, body: { state: "held" }, held: [[name, PHOTO.length]] });
  });

  it("stores nothing if Hive fails", async () => {
    server.emulator.faults.add("504@1");
    expect(await put(NAMES.harmless)).toMatchObject({ status: 503, published: [], held: [] });
  });

  it("stores nothing if Hive's answer is a failed task within HTTP 200", async () => {
    server.emulator.faults.add("task-code:3300");
    expect(await put(NAMES.harmless)).toMatchObject({ status: 503, published: [], held: [] });
  });
});
