import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";
import { ffprobe, needFfmpeg } from "./support/ffmpeg.ts";
import { MOVING_FILES, PICTURES } from "./support/media-files.ts";
import { submit } from "./support/submit.ts";

const emulator = createEmulator();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hivekit-media-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Returns the properties of a file according to the emulator, and the number of frames in its response. */
async function measure(
  path: string,
): Promise<{ media: { width: number; height: number; duration: number }; frames: number }> {
  const { body } = await submit(emulator, "demo-colors", await readFile(path));
  expect(body.status.status).toEqual({ code: "0", message: "SUCCESS" });
  return { media: body.status.response.input.media, frames: body.status.response.output.length };
}

describe("the emulator reports the same properties as ffprobe", () => {
  it.for(["shapes.jpg", "traffic-light.gif", "colors.mp4"])("demo-media/%s", async (name, { skip }) => {
    needFfmpeg(skip);
    const path = fileURLToPath(new URL(`../../../demo-media/${name}`, import.meta.url));
    const { media } = await measure(path);
    const { width, height, frames, durationSeconds } = ffprobe(path);
    expect(media).toMatchObject({ width, height, num_frames: frames });
    if (name !== "shapes.jpg") expect(media.duration).toBeCloseTo(durationSeconds, 2);
  });

  it.for(Object.keys(PICTURES))("%s", async (name, { skip }) => {
    needFfmpeg(skip);
    const path = join(folder, name);
    await writeFile(path, (await PICTURES[name]?.()) ?? "");
    const { media, frames } = await measure(path);
    const probed = ffprobe(path);
    const [width, height] = name.includes("turned")
      ? [probed.height, probed.width]
      : [probed.width, probed.height];
    expect(media).toMatchObject({ type: "PHOTO", width, height, num_frames: probed.frames, duration: 0 });
    expect(frames).toBe(1);
  });

  it.for(Object.keys(MOVING_FILES))("%s", async (name, { skip }) => {
    needFfmpeg(skip);
    const path = join(folder, name);
    await MOVING_FILES[name]?.(path);
    const { media, frames } = await measure(path);
    const probed = ffprobe(path);
    const isTurned = Math.abs(probed.rotation) === 90;
    expect(isTurned).toBe(name.startsWith("turned"));
    const [width, height] = isTurned ? [probed.height, probed.width] : [probed.width, probed.height];
    expect(media).toMatchObject({ type: "VIDEO", width, height, num_frames: probed.frames });
    expect(media.duration).toBeCloseTo(probed.durationSeconds, 2);
    expect(frames).toBe(Math.floor(probed.durationSeconds) + 1);
  });
});
