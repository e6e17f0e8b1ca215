import { readFile } from "node:fs/promises";
import { decodeTask, HiveClient, type HiveClientOptions } from "@hivekit/core";
import { describe, expect, it } from "vitest";
import { createEmulator, type EmulatorOptions } from "../src/index.ts";

// Core and the emulator are written independently, each from the reference. These tests connect them in every
// generation.

const demo = async (name: string): Promise<File> =>
  new File([await readFile(new URL(`../../../demo-media/${name}`, import.meta.url))], name);

function connect(client: HiveClientOptions, options: EmulatorOptions = {}) {
  const emulator = createEmulator(options);
  return { emulator, hive: new HiveClient({ fetch: emulator.fetch, ...client }) };
}

const GENERATIONS: readonly HiveClientOptions[] = [
  { api: "v1", apiKey: "demo-visual" },
  { api: "v2", apiKey: "demo-visual" },
  { api: "v3", apiKey: "demo-v3", model: "hive/visual-moderation" },
];

describe.each(GENERATIONS)("a client of $api", (client) => {
  it("reads the same frames from classify() and frames(), with the classes of a test card", async () => {
    const { hive } = connect(client);
    const media = new File([await demo("colors.mp4")], "hive-test-gun_in_hand-2s-4s.mp4");
    const task = await hive.classify({ media });
    const frames = [];
    for await (const frame of hive.frames({ media })) frames.push(frame);
    expect(frames).toEqual(task.results[0]?.frames);
    const armed = frames.filter((frame) =>
      frame.classes.some((c) => c.class === "gun_in_hand" && c.score > 0.9),
    );
    expect(armed.map(({ timeSeconds }) => timeSeconds)).toEqual([2, 3]);
    expect(task.results[0]?.evaluated).toBe(true);
  });

  it("reports a wrong key, a host that is not allowed, and media that cannot be decoded", async () => {
    const wrong = connect({ ...client, apiKey: "nobody" }).hive;
    const { hive } = connect(client);
    const media = await demo("shapes.jpg");
    await expect(wrong.classify({ media })).rejects.toMatchObject({ kind: "http", reason: "unauthorized" });
    await expect(hive.classify({ url: "https://media.example/a.jpg" })).rejects.toMatchObject({
      reason: "bad_request",
    });
    const text = hive.classify({ media: new Blob(["not a picture"]), filename: "a.jpg" });
    await expect(text).rejects.toMatchObject(
      client.api === "v3" ? { kind: "http", status: 400 } : { kind: "task", reason: "unsupported_media" },
    );
  });

  it("reports an insufficient balance and the rate limit", async () => {
    const poor = { key: "poor", model: "emulator_visual", balanceUsd: 0.003 } as const;
    const slow = {
      key: "slow",
      model: "emulator_visual",
      rateLimit: { requests: 1, perSeconds: 60 },
    } as const;
    const media = await demo("shapes.jpg");
    for (const [apiKey, status, reason] of [
      ["poor", 405, "insufficient_balance"],
      ["slow", 429, "rate_limited"],
    ] as const) {
      const { hive, emulator } = connect({ ...client, apiKey, retry: false }, { projects: [poor, slow] });
      await hive.classify({ media });
      await expect(hive.classify({ media })).rejects.toMatchObject({ kind: "http", status, reason });
      expect(emulator.verify.count(2)[1]).toMatchObject({ httpStatus: status, chargeUsd: 0 });
    }
  });

  it("decodes every variant of a reply to the same result", async () => {
    const media = await demo("shapes.jpg");
    const plain = await connect(client).hive.classify({ media });
    for (const variants of [
      { status: "array" },
      { classKey: "class_name" },
      { charge: "string" },
      { mimeType: false },
    ] as const) {
      const model = client.api === "v3" ? "emulator_v3" : "emulator_visual";
      const { hive } = connect(
        { ...client, apiKey: "other" },
        { projects: [{ key: "other", model, variants }] },
      );
      const [result] = (await hive.classify({ media })).results;
      expect(result?.frames.map(({ classes }) => classes)).toEqual(
        plain.results[0]?.frames.map(({ classes }) => classes),
      );
      expect(result?.chargeUsd).toBe(plain.results[0]?.chargeUsd);
    }
  });
});

describe("a client of v2", () => {
  const client: HiveClientOptions = { api: "v2", apiKey: "demo-text" };

  it("decodes a text with its hits", async () => {
    const { hive } = connect(client);
    const task = await hive.classify(
      { text: "darn, hive-test-hate-2" },
      { metadata: "mine", params: { class: "hate" } },
    );
    const [result] = task.results;
    expect(task.metadata).toBe("mine");
    expect(result?.frames[0]).toMatchObject({ kind: "text", scale: "level", evaluated: true });
    expect(result?.frames[0]?.classes).toContainEqual({ class: "hate", score: 2 });
    expect(result?.text?.filters).toMatchObject([{ value: "DARN", type: "profanity", start: 0, end: 4 }]);
  });

  it("submits asynchronously, and reads the result in pages or as a stream", async () => {
    const { hive, emulator } = connect({ ...client, apiKey: "demo-colors" });
    const handle = await hive.submit({ media: await demo("colors.mp4") });
    await emulator.idle();
    const first = await hive.task(handle.id, { frameLimit: 4, frameOffset: 0 });
    expect(first).toMatchObject({ state: "done", nextFrameOffset: 4 });
    const last = await hive.task(handle.id, { frameLimit: 4, frameOffset: 8 });
    expect(last).toMatchObject({ state: "done", nextFrameOffset: null });
    const frames = [];
    for await (const frame of handle.frames()) frames.push(frame.index);
    expect(frames).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("reports a pending task", async () => {
    const never = () => new Promise<void>(() => undefined);
    const { hive, emulator } = connect(
      { ...client, apiKey: "demo-visual" },
      { pace: { msPerFrame: 1 }, sleep: never },
    );
    const { id } = await hive.submit({ media: await demo("shapes.jpg") });
    expect(await hive.task(id)).toMatchObject({ state: "pending", message: "The task is in progress" });
    await emulator.close();
  });

  it("decodes the body of a callback", async () => {
    const bodies: unknown[] = [];
    const { hive, emulator } = connect(
      { ...client, apiKey: "demo-visual" },
      {
        fetch: async (input, init) => {
          bodies.push(await new Request(input, init).json());
          return new Response(null, { status: 204 });
        },
      },
    );
    const options = { callbackUrl: "http://127.0.0.1:1/hive", metadata: "mine" };
    const { id } = await hive.submit({ media: await demo("shapes.jpg") }, options);
    await emulator.idle();
    await emulator.callbacks.resend(id);
    for (const body of bodies) {
      const task = decodeTask(body);
      expect(task).toMatchObject({ id, metadata: "mine", results: [{ chargeUsd: 0.003, evaluated: true }] });
    }
    expect(bodies).toHaveLength(2);
  });

  it("uses the outer id of a reply from the cache", async () => {
    const cached = { key: "cached", model: "emulator_visual", variants: { fromCache: true } } as const;
    const { hive, emulator } = connect({ ...client, apiKey: "cached" }, { projects: [cached] });
    const task = await hive.classify({ media: await demo("shapes.jpg") });
    expect(task).toMatchObject({ fromCache: true, id: emulator.verify.one().taskId });
  });
});

describe("a client of v3", () => {
  it("decodes text and AI-generated content", async () => {
    const text = connect({ api: "v3", apiKey: "demo-v3", model: "hive/text-moderation" }).hive;
    const [judged] = (await text.classify({ text: "darn" })).results;
    expect(judged?.frames[0]).toMatchObject({ kind: "text", scale: "level" });
    expect(judged?.text?.filters).toMatchObject([{ value: "DARN", type: "profanity" }]);
    const model = "hive/ai-generated-and-deepfake-content-detection";
    const media = await demo("shapes.jpg");
    // With params, the client sends base64 without a file name, so a test card would have no effect.
    const rules = [{ match: { project: "demo-v3" }, classes: { midjourney: 0.97 } }];
    const { hive, emulator } = connect({ api: "v3", apiKey: "demo-v3", model }, { rules });
    const [made] = (await hive.classify({ media }, { params: { media_metadata: true } })).results;
    expect(made?.frames[0]?.classes).toContainEqual({ class: "midjourney", score: 0.97 });
    emulator.verify.one({ kind: "media_base64", mimetype: "image/jpeg" });
  });
});

describe("a client of a labeling project", () => {
  it("gets the labels when a reviewer answers", async () => {
    const { hive, emulator } = connect({ apiKey: "demo-labeling" });
    const answer = hive.classify({ media: await demo("shapes.jpg"), text: "Is it red?" });
    const { id } = await emulator.tasks.nextQueued();
    emulator.tasks.answer(id, ["yes", "round"]);
    expect(await answer).toMatchObject({ kind: "labeling", id, labels: ["yes", "round"], results: [] });
  });

  it("cancels its task when it is aborted", async () => {
    const { hive, emulator } = connect({ apiKey: "demo-labeling" });
    const stop = new AbortController();
    const answer = hive.classify({ media: await demo("shapes.jpg") }, { signal: stop.signal });
    const { id } = await emulator.tasks.nextQueued();
    const reason = new Error("enough");
    stop.abort(reason);
    await expect(answer).rejects.toBe(reason);
    await expect.poll(() => emulator.tasks.list()).toMatchObject([{ id, state: "cancelled" }]);
  });

  it("polls its task in v2, and receives the labels and the metadata in a callback", async () => {
    const posted: unknown[] = [];
    const projects = [{ key: "asked", model: "emulator_labeling", generations: ["v1", "v2"] }] as const;
    const { hive, emulator } = connect(
      { api: "v2", apiKey: "asked" },
      {
        projects,
        fetch: async (input, init) => {
          posted.push(await new Request(input, init).json());
          return new Response(null, { status: 204 });
        },
      },
    );
    const callbackUrl = "http://127.0.0.1:1/labels";
    const { id } = await hive.submit({ media: await demo("shapes.jpg") }, { callbackUrl, metadata: "mine" });
    expect(await emulator.tasks.nextQueued()).toMatchObject({ id, isWaitingForPeople: true });
    expect(await hive.task(id)).toMatchObject({ state: "pending" });
    emulator.tasks.answer(id, ["fine"]);
    await emulator.idle();
    const answered = { kind: "labeling", id, metadata: "mine", labels: ["fine"], results: [] };
    expect(posted).toMatchObject([
      { id, callback: callbackUrl, project_type: "np", status: ["fine"], metadata: "mine" },
    ]);
    expect(decodeTask(posted[0])).toMatchObject(answered);
    expect(await hive.task(id)).toMatchObject({ state: "done", task: answered });
    expect(await hive.wait(id)).toMatchObject(answered);
  });
});
