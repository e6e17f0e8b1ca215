import { readFile } from "node:fs/promises";
import { HiveClient } from "@hivekit/core";
import type { HiveClientOptions } from "@hivekit/core";
import { describe, expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";
import { listen } from "../src/node.ts";

// Core and the emulator are written independently, each from the reference. These tests connect them.

const demo = async (name: string): Promise<Blob> =>
  new Blob([await readFile(new URL(`../../../demo-media/${name}`, import.meta.url))]);

async function inProcess(apiKey: string, use: (hive: HiveClient) => Promise<void>): Promise<void> {
  await use(new HiveClient({ apiKey, fetch: createEmulator({ labels: ["yes"] }).fetch }));
}

async function overSocket(apiKey: string, use: (hive: HiveClient) => Promise<void>): Promise<void> {
  const server = await listen({ emulator: createEmulator({ labels: ["yes"] }) });
  const options: HiveClientOptions = { apiKey, baseUrl: server.url };
  try {
    await use(new HiveClient(options));
  } finally {
    await server.close();
  }
}

describe.each([
  ["in process", inProcess],
  ["over a socket", overSocket],
])("core's client %s", (_way, withHive) => {
  it("reads the same colors of a video from frames() and classify()", async () => {
    await withHive("demo-colors", async (hive) => {
      const media = await demo("colors.mp4");
      const stream = hive.frames({ media, filename: "colors.mp4" });
      const frames = [];
      for await (const frame of stream) frames.push(frame);
      const task = await hive.classify({ media, filename: "colors.mp4" });
      expect(frames).toEqual(task.results[0]?.frames);
      expect(frames.map((frame) => frame.timeSeconds)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      for (const frame of frames) {
        expect(frame.classes.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 9);
      }
      expect((await stream.summary()).results[0]).toMatchObject({
        chargeUsd: 0.03,
        frameCount: 10,
        evaluated: true,
        model: { type: "CATEGORIZATION" },
        media: { filename: "colors.mp4", mimeType: "video/mp4", type: "VIDEO", widthPx: 320, heightPx: 240 },
      });
    });
  });

  it("reads the box of the red disc", async () => {
    await withHive("demo-colors-boxes", async (hive) => {
      const task = await hive.classify({ media: await demo("shapes.jpg") });
      const [box] = task.results[0]?.frames[0]?.boxes ?? [];
      expect(box?.classes[0]?.class).toBe("red");
      expect(box?.vertices).toHaveLength(4);
      expect(box?.keypoints).toEqual([]);
    });
  });

  it("reads a mask with its mapping", async () => {
    await withHive("demo-colors-mask", async (hive) => {
      const task = await hive.classify({ media: await demo("shapes.jpg") });
      const mask = task.results[0]?.frames[0]?.mask;
      expect(mask?.url).toMatch(/^https?:\/\/.+\.png$/);
      expect(mask?.mapping.length).toBeGreaterThan(5);
      for (const { value } of mask?.mapping ?? []) {
        expect(Number.isInteger(value) && value >= 0 && value <= 255).toBe(true);
      }
    });
  });

  it("reads the labels of a submission with media and text", async () => {
    await withHive("demo-labeling", async (hive) => {
      const task = await hive.classify({ media: await demo("shapes.jpg"), text: "Is this red?" });
      expect(task).toMatchObject({ kind: "labeling", labels: ["yes"], results: [] });
    });
  });

  it("reports a wrong key, a host that is not allowed, a failed download, and media that cannot be decoded", async () => {
    await withHive("nobody", async (hive) => {
      const rejected = hive.classify({ media: await demo("shapes.jpg") });
      await expect(rejected).rejects.toMatchObject({ kind: "http", status: 403, reason: "unauthorized" });
    });
    await withHive("demo-colors", async (hive) => {
      const foreign = hive.classify({ url: "https://media.example/a.jpg?sig=SIGNATURE" });
      await expect(foreign).rejects.toMatchObject({ kind: "http", status: 400, reason: "bad_request" });
      await expect(foreign).rejects.not.toThrow(/SIGNATURE/);
      const unreachable = hive.classify({ url: "http://127.0.0.1:9/a.jpg" });
      await expect(unreachable).rejects.toMatchObject({ kind: "task", hiveCode: "400" });
      const text = hive.classify({ media: new Blob(["not a picture"]), filename: "a.jpg" });
      await expect(text).rejects.toMatchObject({ kind: "task", reason: "unsupported_media" });
      const corrupt = hive.classify({ media: (await demo("shapes.jpg")).slice(0, 200) });
      await expect(corrupt).rejects.toMatchObject({ kind: "task", reason: "corrupt_media" });
    });
  });
});
