import type { EmulatorServer } from "@hivekit/emulator/node";
import { Miniflare } from "miniflare";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  COLORS_KEY,
  REVIEWED_NAMES,
  BLOCKED_NAMES,
  NAMES,
  openEmulator,
  PHOTO,
} from "./support/example-emulator.ts";
import { installExamples } from "./support/installed-examples.ts";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The bundled Worker. */
let contents: string;
let server: EmulatorServer;
let worker: Miniflare | null = null;

beforeAll(async () => {
  const examples = await installExamples();
  contents = await examples.bundle("worker.ts", { format: "esm", conditions: ["workerd", "worker"] });
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

function start(key: string): Miniflare {
  worker = new Miniflare({
    modules: [{ type: "ESModule", path: "worker.js", contents }],
    compatibilityDate: "2026-07-01",
    r2Buckets: ["PUBLISHED", "HELD"],
    bindings: { HIVE_API_KEY: key, HIVE_BASE_URL: server.url },
  });
  return worker;
}

/** Posts content to a running Worker. */
async function postTo(running: Miniflare, name: string, body: Uint8Array | string = PHOTO) {
  const response = await running.dispatchFetch(`http://uploads.example/uploads/${name}`, {
    method: "POST",
    // The type that the client claims.
    headers: { "content-type": "text/html" },
    body,
  });
  const text = await response.text();
  const json: { readonly id?: string } = text === "" ? {} : Object(JSON.parse(text));
  return { status: response.status, body: json };
}

/** An object in a bucket. Cloudflare's types are not installed. */
type Stored = { readonly id: string; readonly sizeBytes: number; readonly type: string | undefined };

/** Reads the objects in both buckets. */
async function readBuckets(running: Miniflare) {
  const listObjects = async (bucket: unknown): Promise<readonly Stored[]> => {
    const { objects }: { readonly objects: readonly { readonly key: string }[] } =
      await Object(bucket).list();
    const found = objects.map(async ({ key }) => {
      const { size, httpMetadata } = await Object(bucket).head(key);
      return { id: key, sizeBytes: size, type: httpMetadata.contentType };
    });
    return Promise.all(found);
  };
  return {
    published: await listObjects(await running.getR2Bucket("PUBLISHED")),
    held: await listObjects(await running.getR2Bucket("HELD")),
  };
}

/** Starts the Worker and posts a picture. @returns the response and the objects in the buckets */
async function post(name: string, key = "demo-visual") {
  const running = start(key);
  return { ...(await postTo(running, name)), ...(await readBuckets(running)) };
}

/** Describes the stored photo. */
const describePhoto = (id: string | undefined) => ({ id, sizeBytes: PHOTO.length, type: "image/jpeg" });

describe("the Worker, in workerd", () => {
  it("publishes an allowed picture unchanged", async () => {
    const { body, ...rest } = await post(NAMES.harmless);
    expect(body).toEqual({ state: "published", id: expect.stringMatching(UUID) });
    expect(rest).toEqual({ status: 201, published: [describePhoto(body.id)], held: [] });
  });

  it("does not store a blocked picture", async () => {
    expect(await post(NAMES.blocked)).toEqual({
      status: 422,
      body: { reasons: ["block.gun_in_hand"] },
      published: [],
      held: [],
    });
  });

  it("does not publish pictures of classes to block or review", async () => {
    const running = start("demo-visual");
    const statuses: unknown[] = [];
    for (const name of [...BLOCKED_NAMES, ...REVIEWED_NAMES])
      statuses.push([name, (await postTo(running, name)).status]);
    expect(statuses).toEqual([
      ...BLOCKED_NAMES.map((name) => [name, 422]),
      ...REVIEWED_NAMES.map((name) => [name, name === NAMES.blocked ? 422 : 202]),
    ]);
    expect(await readBuckets(running)).toMatchObject({ published: [] });
  });

  it.each([
    ["needs review", NAMES.reviewed, "demo-visual"],
    ["has an unknown decision", NAMES.harmless, COLORS_KEY],
  ])("holds a picture that %s", async (_reason, name, key) => {
    const { body, ...rest } = await post(name, key);
    expect(body).toEqual({ state: "held", id: expect.stringMatching(UUID) });
    expect(rest).toEqual({ status: 202, published: [], held: [describePhoto(body.id)] });
  });

  it("keeps a held picture if another one is uploaded with the same name", async () => {
    const running = start("demo-visual");
    const first = await postTo(running, NAMES.reviewed);
    const second = await postTo(running, NAMES.reviewed, Buffer.concat([PHOTO, Buffer.from("more")]));
    const { held } = await readBuckets(running);
    expect(held).toHaveLength(2);
    expect(held).toContainEqual(describePhoto(first.body.id));
    expect(held).toContainEqual({ ...describePhoto(second.body.id), sizeBytes: PHOTO.length + 4 });
  });

  it("accepts only pictures, detected by their content, and sends nothing else to Hive", async () => {
    const running = start("demo-visual");
    expect(await postTo(running, "x.jpg", "<script>alert(1)</script>")).toMatchObject({ status: 415 });
    expect(server.emulator.journal).toEqual([]);
    expect(await postTo(running, "x.html")).toMatchObject({ status: 201 });
    const { published, held } = await readBuckets(running);
    expect([published.map(({ type }) => type), held]).toEqual([["image/jpeg"], []]);
  });

  it("stores nothing if Hive fails", async () => {
    server.emulator.faults.add("504@1");
    expect(await post(NAMES.harmless)).toMatchObject({ status: 503, published: [], held: [] });
  });

  it("stores nothing if the task failed with HTTP 200", async () => {
    server.emulator.faults.add("task-code:3300");
    expect(await post(NAMES.harmless)).toMatchObject({ status: 503, published: [], held: [] });
  });
});
