import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";
import { measureSound } from "../src/media/measure-sound.ts";
import { detectFormat, FORMAT_BYTES } from "../src/media/media-format.ts";
import { ffmpeg, needFfmpeg } from "./support/ffmpeg.ts";
import { colorSequence, ODD_VIDEOS, RGB } from "./support/odd-videos.ts";
import { submit, type JsonResponse } from "./support/submit.ts";

const emulator = createEmulator();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hivekit-odd-"));
});
afterAll(() => rm(folder, { recursive: true }));

type Output = { classes: { class: string; score: number }[] };

/** Returns the score of each color in each frame. */
function readShares({ body }: JsonResponse): Record<string, number>[] {
  return body.status.response.output.map(({ classes }: Output) =>
    Object.fromEntries(classes.map(({ class: name, score }) => [name, score])),
  );
}

/** Returns the color of each frame that fills most of it. */
function readColors(response: JsonResponse): (string | undefined)[] {
  return readShares(response).map(
    (shares) => Object.entries(shares).toSorted((one, other) => other[1] - one[1])[0]?.[0],
  );
}

describe("a video is judged as players show it", () => {
  it.for(ODD_VIDEOS)("$name", async ({ name, make, frames, seconds, colors }, { skip }) => {
    needFfmpeg(skip);
    const path = join(folder, name);
    await make(path);
    const response = await submit(emulator, "demo-colors", await readFile(path));
    const { status, response: result } = response.body.status;
    expect(status).toEqual({ code: "0", message: "SUCCESS" });
    expect(result.input.media.num_frames).toBe(frames);
    expect(result.input.media.duration).toBeCloseTo(seconds, 1);
    expect(readColors(response)).toEqual(colors);
  });

  it.for(["libvpx", "libvpx-vp9"])("transparent parts of %s are white", async (codec, { skip }) => {
    needFfmpeg(skip);
    const path = join(folder, `${codec}.webm`);
    const quarter = "color=red@1:s=160x120:r=10:d=1,format=yuva420p,pad=320:240:0:0:black@0";
    const alpha = ["-c:v", codec, "-pix_fmt", "yuva420p", "-auto-alt-ref", "0"];
    ffmpeg("-f", "lavfi", "-i", quarter, ...alpha, path);
    const [shares] = readShares(await submit(emulator, "demo-colors", await readFile(path)));
    expect(shares?.["red"]).toBeCloseTo(0.25, 1);
    expect(shares?.["white"]).toBeCloseTo(0.75, 1);
  });

  it("stripes of one pixel have their share", async ({ skip }) => {
    needFfmpeg(skip);
    const path = join(folder, "stripes.mkv");
    const stripes = "color=white:s=640x480:r=10:d=1,geq=lum='255*mod(X\\,2)':cb=128:cr=128";
    ffmpeg("-f", "lavfi", "-i", stripes, "-c:v", "ffv1", path);
    const [shares] = readShares(await submit(emulator, "demo-colors", await readFile(path)));
    expect(shares?.["white"]).toBeCloseTo(0.5, 1);
    expect(shares?.["black"]).toBeCloseTo(0.5, 1);
  });
});

describe("a video that is not decoded to its end is not judged in part", () => {
  const noise = ["-filter_complex", "concat=n=2,noise=alls=20"];
  const parts = colorSequence(["white", 6], ["red", 4]).slice(0, -2);

  it.for([
    { name: "vp8.webm", options: ["-c:v", "libvpx", "-b:v", "1M", "-g", "50"] },
    { name: "vp9.mkv", options: ["-c:v", "libvpx-vp9", "-cpu-used", "8", "-b:v", "1M", "-g", "50"] },
    { name: "h264-index-first.mp4", options: ["-c:v", "libx264", "-movflags", "faststart"] },
    {
      name: "h264-fragments.mp4",
      options: ["-c:v", "libx264", "-g", "10", "-movflags", "frag_keyframe+empty_moov"],
    },
    { name: "mpeg4-index-first.mp4", options: ["-c:v", "mpeg4", "-movflags", "faststart"] },
    { name: "mpeg4.avi", options: ["-c:v", "mpeg4"] },
    { name: "wmv2.wmv", options: ["-c:v", "wmv2"] },
  ])("a cut $name fails", async ({ name, options }, { skip }) => {
    needFfmpeg(skip);
    const path = join(folder, `cut-${name}`);
    ffmpeg(...parts, ...noise, ...options, path);
    const bytes = await readFile(path);
    for (const share of [0.3, 0.5, 0.8, 0.92, 0.97, 0.999]) {
      const response = await submit(emulator, "demo-colors", bytes.subarray(0, bytes.length * share));
      const { code } = response.body.status.status;
      expect(code, `${share}`).toBe("3300");
    }
  });

  it.for([
    { name: "vp8.webm", options: ["-c:v", "libvpx", "-b:v", "1M", "-g", "50"] },
    { name: "vp8-live.webm", options: ["-c:v", "libvpx", "-b:v", "1M", "-g", "50", "-live", "1"] },
    { name: "h264.mkv", options: ["-c:v", "libx264", "-g", "10"] },
    { name: "h264-index-first.mp4", options: ["-c:v", "libx264", "-movflags", "faststart"] },
    { name: "mpeg4.avi", options: ["-c:v", "mpeg4"] },
    { name: "wmv2.wmv", options: ["-c:v", "wmv2"] },
  ])("a $name with zeros in place of frames fails", async ({ name, options }, { skip }) => {
    needFfmpeg(skip);
    const path = join(folder, `zeros-${name}`);
    ffmpeg(...parts, ...noise, ...options, path);
    const bytes = await readFile(path);
    for (const [from, to] of [
      [0.3, 1],
      [0.6, 1],
      [0.95, 1],
      [0.2, 0.9],
    ] as const) {
      const damaged = Buffer.from(bytes);
      damaged.subarray(bytes.length * from, bytes.length * to).fill(0);
      const response = await submit(emulator, "demo-colors", damaged);
      expect(response.body.status.status.code, `${from} to ${to}`).toBe("3300");
    }
  });

  it.for(["vp8.webm", "h264.mkv", "h264.mp4", "mpeg4.avi", "wmv2.wmv"])(
    "a cut %s has no duration for a model of speech",
    async (name, { skip }) => {
      needFfmpeg(skip);
      const path = join(folder, `sound-${name}`);
      ffmpeg(...parts, ...noise, path);
      const bytes = await readFile(path);
      const measure = async (part: Uint8Array<ArrayBuffer>) =>
        measureSound(new Blob([part]), detectFormat(part.subarray(0, FORMAT_BYTES)));
      await expect(measure(bytes)).resolves.toMatchObject({ frameCount: 100 });
      for (const share of [0.5, 0.8, 0.97])
        await expect(measure(bytes.subarray(0, bytes.length * share)), `${share}`).rejects.toMatchObject({
          code: "3300",
        });
    },
  );

  it("a segmented video without some of its segments fails", async ({ skip }) => {
    needFfmpeg(skip);
    const path = join(folder, "segments.mp4");
    const segments = ["-g", "10", "-movflags", "frag_keyframe+empty_moov+dash+global_sidx+skip_trailer"];
    ffmpeg(...parts, ...noise, "-c:v", "libx264", ...segments, path);
    const bytes = await readFile(path);
    const starts = [...bytes.toString("latin1").matchAll(/moof/g)].map(({ index }) => index - 4);
    for (const [from, to] of [
      [2, 4],
      [4, -1],
      [-1, undefined],
    ] as const) {
      const end = to === undefined ? bytes.length : starts.at(to);
      const rest = Buffer.concat([bytes.subarray(0, starts.at(from)), bytes.subarray(end)]);
      const response = await submit(emulator, "demo-colors", rest);
      expect(response.body.status.status.message).toContain("it is cut off");
    }
    const complete = await submit(emulator, "demo-colors", bytes);
    expect(complete.body.status.response.input.media.num_frames).toBe(100);
  });

  it.for(["h264.mp4", "h264.mkv"])("%s with a damaged frame fails", async (name, { skip }) => {
    needFfmpeg(skip);
    const path = join(folder, `damaged-${name}`);
    ffmpeg(...parts, ...noise, "-c:v", "libx264", "-g", "10", path);
    const bytes = await readFile(path);
    bytes.subarray(bytes.length * 0.5, bytes.length * 0.55).fill(0);
    const { body } = await submit(emulator, "demo-colors", bytes);
    expect(body.status.status.code).toBe("3300");
  });

  it("an encrypted video gets a sentence that says so", async ({ skip }) => {
    needFfmpeg(skip);
    const path = join(folder, "encrypted.mp4");
    const key = ["-encryption_scheme", "cenc-aes-ctr", "-encryption_key", "76a6c65c5ea762046bd749a2e632ccbb"];
    const id = ["-encryption_kid", "a7e61c373e219033c21091fa607bf3b8"];
    ffmpeg(...RGB, "-c:v", "libx264", ...key, ...id, path);
    const { body } = await submit(emulator, "demo-colors", await readFile(path));
    expect(body.status.status.code).toBe("3100");
    expect(body.status.status.message).toContain("the video is encrypted; submit it without encryption");
  });
});
