import type { EmulatorServer } from "@hivekit/emulator/node";
import { Miniflare } from "miniflare";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { BLIND_KEY, DOUBTFUL, HARMFUL, NAMES, openEmulator, PHOTO } from "./support/example-emulator.ts";
import { installExamples } from "./support/installed-examples.ts";
import type { InstalledExamples } from "./support/installed-examples.ts";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

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

/** Posts something to a Worker that runs, and tells the answer. */
async function postTo(running: Miniflare, name: string, body: Uint8Array | string = PHOTO) {
  const response = await running.dispatchFetch(`http://uploads.example/uploads/${name}`, {
    method: "POST",
    // What the sender says of it.
    headers: { "content-type": "text/html" },
    body,
  });
  const text = await response.text();
  const answer: { readonly id?: string } = text === "" ? {} : Object(JSON.parse(text));
  return { status: response.status, body: answer };
}

/** What lies in a bucket. Its type is Cloudflare's, whose package of types is not needed otherwise. */
type Stored = { readonly id: string; readonly sizeBytes: number; readonly type: string | undefined };

/** What lies in both buckets. */
async function storedBy(running: Miniflare) {
  const listOf = async (bucket: unknown): Promise<readonly Stored[]> => {
    const { objects }: { readonly objects: readonly { readonly key: string }[] } =
      await Object(bucket).list();
    const found = objects.map(async ({ key }) => {
      const { size, httpMetadata } = await Object(bucket).head(key);
      return { id: key, sizeBytes: size, type: httpMetadata.contentType };
    });
    return Promise.all(found);
  };
  return {
    published: await listOf(await running.getR2Bucket("PUBLISHED")),
    held: await listOf(await running.getR2Bucket("HELD")),
  };
}

/** Starts the Worker, posts a picture, and tells the answer and what lies in which bucket. */
async function post(name: string, key = "demo-visual") {
  const running = await start(key);
  return { ...(await postTo(running, name)), ...(await storedBy(running)) };
}

/** The photo as it is stored. */
const photoAs = (id: string | undefined) => ({ id, sizeBytes: PHOTO.length, type: "image/jpeg" });

describe("the Worker, in workerd", { timeout: 60_000 }, () => {
  it("publishes what is allowed, whole", async () => {
    const { body, ...rest } = await post(NAMES.harmless);
    expect(body).toEqual({ state: "published", id: expect.stringMatching(UUID) });
    expect(rest).toEqual({ status: 201, published: [photoAs(body.id)], held: [] });
  });

  it("stores nothing that is blocked", async () => {
    expect(await post(NAMES.blocked)).toEqual({
      status: 422,
      body: { reasons: ["block.gun_in_hand"] },
      published: [],
      held: [],
    });
  });

  it("publishes nothing of what nobody may see, nor of what a person has to look at", async () => {
    const running = await start("demo-visual");
    const answers: unknown[] = [];
    for (const name of [...HARMFUL, ...DOUBTFUL]) answers.push([name, (await postTo(running, name)).status]);
    expect(answers).toEqual([
      ...HARMFUL.map((name) => [name, 422]),
      ...DOUBTFUL.map((name) => [name, name === NAMES.blocked ? 422 : 202]),
    ]);
    expect(await storedBy(running)).toMatchObject({ published: [] });
  });

  it.each([
    ["a person has to look at", NAMES.doubtful, "demo-visual"],
    ["is unknown", NAMES.harmless, BLIND_KEY],
  ])("holds back what %s", async (_what, name, key) => {
    const { body, ...rest } = await post(name, key);
    expect(body).toEqual({ state: "held", id: expect.stringMatching(UUID) });
    expect(rest).toEqual({ status: 202, published: [], held: [photoAs(body.id)] });
  });

  it("keeps what a person looks at as it is, whatever is sent by the same name", async () => {
    const running = await start("demo-visual");
    const first = await postTo(running, NAMES.doubtful);
    const second = await postTo(running, NAMES.doubtful, Buffer.concat([PHOTO, Buffer.from("more")]));
    const { held } = await storedBy(running);
    expect(held).toHaveLength(2);
    expect(held).toContainEqual(photoAs(first.body.id));
    expect(held).toContainEqual({ ...photoAs(second.body.id), sizeBytes: PHOTO.length + 4 });
  });

  it("takes pictures alone, whatever their names say, and asks Hive nothing of the rest", async () => {
    const running = await start("demo-visual");
    expect(await postTo(running, "x.jpg", "<script>alert(1)</script>")).toMatchObject({ status: 415 });
    expect(server.emulator.journal).toEqual([]);
    expect(await postTo(running, "x.html")).toMatchObject({ status: 201 });
    const { published, held } = await storedBy(running);
    expect([published.map(({ type }) => type), held]).toEqual([["image/jpeg"], []]);
  });

  it("stores nothing if Hive fails", async () => {
    server.emulator.faults.add("504@1");
    expect(await post(NAMES.harmless)).toMatchObject({ status: 503, published: [], held: [] });
  });

  it("stores nothing if Hive's answer is a failed task within HTTP 200", async () => {
    server.emulator.faults.add("task-code:3300");
    expect(await post(NAMES.harmless)).toMatchObject({ status: 503, published: [], held: [] });
  });
});
