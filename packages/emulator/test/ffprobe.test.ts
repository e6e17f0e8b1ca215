import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";
import { demoMedia, submit } from "./support/submit.ts";

const isMissing = spawnSync("ffprobe", ["-version"]).error !== undefined;

/** What ffprobe says about a file of demo-media. */
function probe(name: string): { width: number; height: number; frames: number; durationSeconds: number } {
  const path = fileURLToPath(new URL(`../../../demo-media/${name}`, import.meta.url));
  const fields = "stream=width,height,nb_read_frames:format=duration";
  const { stdout } = spawnSync(
    "ffprobe",
    ["-v", "error", "-count_frames", "-show_entries", fields, "-of", "json", path],
    { encoding: "utf8" },
  );
  const { streams, format } = JSON.parse(stdout);
  const [stream] = streams;
  return {
    width: stream.width,
    height: stream.height,
    frames: Number(stream.nb_read_frames),
    durationSeconds: Number(format.duration),
  };
}

it.for(["shapes.jpg", "traffic-light.gif", "colors.mp4"])(
  "%s measures the same as with ffprobe",
  async (name, { skip }) => {
    if (isMissing && (process.env["CI"] ?? "") !== "")
      expect.fail("ffprobe is missing; CI must have it (apt-get install ffmpeg)");
    if (isMissing) skip("ffprobe is not on the PATH (apt-get install ffmpeg)");
    const { body } = await submit(createEmulator(), "demo-colors", await demoMedia(name));
    const { media } = body.status.response.input;
    const expected = probe(name);
    expect(media).toMatchObject({
      width: expected.width,
      height: expected.height,
      num_frames: expected.frames,
    });
    // For a still picture ffprobe makes up the length of one frame.
    if (media.type === "VIDEO") expect(media.duration).toBeCloseTo(expected.durationSeconds, 2);
  },
);
