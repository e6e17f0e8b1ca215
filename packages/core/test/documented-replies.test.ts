import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readCallback } from "../src/callback.ts";
import { decodeTask, HiveClient, isHiveError, readFrames } from "../src/index.ts";
import type { Frame, HiveApi, Task } from "../src/index.ts";
import { readFixture } from "./read-fixture.ts";

/** The kinds of the frames, and whether each result is evaluated, for every documented response. */
const DOCUMENTED: Readonly<Record<string, string>> = {
  "v1/array-of-two": "classification classification classification",
  "v1/array-with-failed-entry": "error",
  "v1/categorization-video": "classification classification classification",
  "v1/detection-image": "detection",
  "v1/http-200-with-error": "error",
  "v1/labeling": "labels",
  "v1/segmentation-image": "segmentation",
  "v2/ai-audio": "classification classification",
  "v2/ai-generated": "classification",
  "v2/ai-generated-text": "text text",
  "v2/ai-music": "classification classification",
  "v2/callback-text-pairs": "text",
  "v2/callback-video": "classification classification",
  "v2/celebrity": "other other, not evaluated",
  "v2/csam-match": "match",
  "v2/csam-no-match": "match",
  "v2/csam-video-match": "match",
  "v2/deepfake-boxes": "detection",
  "v2/deepfake-classes": "classification classification",
  "v2/image": "classification",
  "v2/logo": "detection",
  "v2/ocr": "text, not evaluated",
  "v2/ocr-moderation": "text",
  "v2/speech-moderation": "transcript",
  "v2/text": "text",
  "v2/transcription": "transcript, not evaluated",
  "v2/translation": "text, not evaluated",
  "v2/video": "classification classification",
  "v3/ai-generated": "classification",
  "v3/text": "text",
  "v3/visual-image": "classification",
  "v3/visual-image-documented": "classification",
  "v3/visual-video": "classification classification",
};
/** The number of places at which each response is cut off. */
const CUTS = 20;

const names = Object.keys(DOCUMENTED);

function clientFor(name: string, text: string): HiveClient {
  const api: HiveApi = name.startsWith("v1") ? "v1" : name.startsWith("v2") ? "v2" : "v3";
  const model = api === "v3" ? { model: "vendor/model" } : {};
  return new HiveClient({ apiKey: "k", api, retry: false, ...model, fetch: async () => new Response(text) });
}

async function collect(stream: ReturnType<typeof readFrames>): Promise<Task> {
  const frames: Frame[] = [];
  for await (const frame of stream) frames.push(frame);
  const summary = await stream.summary();
  const results = summary.results.map(({ frameCount: _count, ...result }, index) => ({
    ...result,
    frames: frames.filter((frame) => frame.resultIndex === index),
  }));
  return { ...summary, results };
}

const WAYS: Readonly<Record<string, (name: string, text: string) => Promise<Task>>> = {
  classify: async (name, text) => clientFor(name, text).classify({ url: "https://media.example/a" }),
  frames: async (name, text) => collect(clientFor(name, text).frames({ url: "https://media.example/a" })),
  readFrames: async (_name, text) => collect(readFrames(new Response(text))),
  decodeTask: async (_name, text) => decodeTask(JSON.parse(text)),
  readCallback: async (_name, text) =>
    readCallback(new Request("https://me.example/", { method: "POST", body: text })),
};

/** Describes a task as in the table. */
async function describeOutcome(read: () => Promise<Task>): Promise<string> {
  try {
    const { labels, results } = await read();
    if (labels.length > 0) return "labels";
    const kinds = results.flatMap(({ frames }) => frames.map(({ kind }) => kind)).join(" ");
    return results.every(({ evaluated }) => evaluated) ? kinds : `${kinds}, not evaluated`;
  } catch (error) {
    if (isHiveError(error)) return "error";
    throw error;
  }
}

it("has every fixture", () => {
  const folder = new URL("../fixtures/", import.meta.url);
  const files = ["v1", "v2", "v3"].flatMap((api) =>
    readdirSync(new URL(`${api}/`, folder)).map((file) => `${api}/${file.replace(/\.json$/, "")}`),
  );
  expect(names.toSorted()).toEqual(files.toSorted());
});

describe.each(names)("%s", (name) => {
  const text = JSON.stringify(readFixture(name), null, 1);

  it.each(Object.keys(WAYS))("is read by %s", async (way) => {
    expect(await describeOutcome(async () => WAYS[way]?.(name, text) ?? Promise.reject(way))).toBe(
      DOCUMENTED[name],
    );
  });

  it("that is cut off is an error in every way, and no frame before it is made up", async () => {
    const complete = await describeFrames(name, text);
    for (let cut = 0; cut < CUTS; cut++) {
      const part = text.slice(0, Math.floor((text.length * cut) / CUTS));
      for (const way of ["classify", "frames", "readFrames", "readCallback"]) {
        expect(await describeOutcome(async () => WAYS[way]?.(name, part) ?? Promise.reject(way))).toBe(
          "error",
        );
      }
      const frames = await describeFrames(name, part);
      expect(frames).toEqual(complete.slice(0, frames.length));
    }
  });
});

/** Collects the frames of a response until it ends or fails. */
async function describeFrames(name: string, text: string): Promise<readonly unknown[]> {
  const frames: Frame[] = [];
  try {
    for await (const frame of clientFor(name, text).frames({ url: "https://media.example/a" }))
      frames.push(frame);
  } catch (error) {
    if (!isHiveError(error)) throw error;
  }
  return frames;
}
