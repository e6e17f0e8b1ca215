import { BufferTarget, Output, VideoSample, VideoSampleSource, WebMOutputFormat } from "mediabunny";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { createEmulator } from "../src/index.ts";
import { loadVideoDecoder } from "../src/media/load-video-decoder.ts";
import { demoMedia, submit } from "./support/submit.ts";

const emulator = createEmulator();

/** Two seconds of cyan, then 1.25 s of purple; 64 x 48, 8 frames per second. */
async function makeWebm(): Promise<Uint8Array> {
  await loadVideoDecoder();
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const source = new VideoSampleSource({
    codec: "vp9",
    bitrate: 100_000,
    hardwareAcceleration: "prefer-software",
  });
  output.addVideoTrack(source, { frameRate: 8 });
  await output.start();
  for (let index = 0; index < 26; index += 1) {
    const color = index < 16 ? [0, 200, 220, 255] : [150, 0, 220, 255];
    const pixels = new Uint8Array(Array.from({ length: 64 * 48 }, () => color).flat());
    const sample = new VideoSample(pixels, {
      format: "RGBA",
      codedWidth: 64,
      codedHeight: 48,
      timestamp: index / 8,
      duration: 1 / 8,
    });
    await source.add(sample);
    sample.close();
  }
  await output.finalize();
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0));
}

describe("a video", () => {
  let webm: Uint8Array;
  beforeAll(async () => {
    webm = await makeWebm();
  });

  it("is decoded from WebM: size, length, frames and colours", async () => {
    const { body } = await submit(emulator, "demo-colors", webm);
    const { input, output } = body.status.response;
    expect(input.media).toMatchObject({
      type: "VIDEO",
      mime_type: "webm",
      mimetype: "video/webm",
      width: 64,
      height: 48,
      num_frames: 26,
    });
    expect(input.media.duration).toBeCloseTo(3.25, 2);
    const top = output.map(
      (frame: { classes: { class: string; score: number }[] }) =>
        frame.classes.find((c) => c.score > 0.9)?.class,
    );
    expect(top).toEqual(["cyan", "cyan", "purple", "purple"]);
  });

  it("that is cut off, in its index or in its frames, is a corrupt file and prints nothing", async () => {
    const error = vi.spyOn(console, "error");
    const mp4 = await demoMedia("colors.mp4");
    for (const cut of [
      mp4.subarray(0, 40),
      mp4.subarray(0, 1000),
      mp4.subarray(0, 20_000),
      webm.subarray(0, 60),
    ]) {
      const { status, body } = await submit(emulator, "demo-colors", cut);
      expect(status).toBe(200);
      expect(body.status.status.code, `cut to ${cut.length} bytes`).toBe("3300");
      expect(body.status.response).toMatchObject({
        output: [],
        input: { charge: 0, media: { type: "VIDEO" } },
      });
    }
    expect(error).not.toHaveBeenCalled();
  });

  it("whose frames are overwritten is a corrupt file, or decodes to whole frames", async () => {
    const mp4 = Buffer.from(await demoMedia("colors.mp4"));
    mp4.fill(0xff, 4000, 50_000);
    const { status, body } = await submit(emulator, "demo-colors", mp4);
    expect(status).toBe(200);
    expect(["0", "3300"]).toContain(body.status.status.code);
  });
});
