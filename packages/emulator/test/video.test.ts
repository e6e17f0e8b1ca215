import { beforeAll, describe, expect, it, vi } from "vitest";
import { createEmulator } from "../src/index.ts";
import { plainVideo } from "./support/plain-video.ts";
import { demoMedia, submit } from "./support/submit.ts";

const emulator = createEmulator();

/** Encodes two seconds of cyan, then 1.25 s of purple; 64 x 48, 8 frames per second. */
const makeWebm = () =>
  plainVideo("webm", {
    seconds: 3.25,
    colorAt: ({ seconds }) => (seconds < 2 ? [0, 200, 220] : [150, 0, 220]),
  });

describe("a video", () => {
  let webm: Buffer;
  beforeAll(async () => {
    webm = await makeWebm();
  });

  it("is decoded from WebM: size, duration, frames and colors", async () => {
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

  it("that is cut off in its index or in its frames fails as a corrupt file, and nothing is printed", async () => {
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

  it("with overwritten frames fails as a corrupt file or is decoded", async () => {
    const mp4 = Buffer.from(await demoMedia("colors.mp4"));
    mp4.fill(0xff, 4000, 50_000);
    const { status, body } = await submit(emulator, "demo-colors", mp4);
    expect(status).toBe(200);
    expect(["0", "3300"]).toContain(body.status.status.code);
  });

  it("that a player rotates is analyzed as displayed", async () => {
    const red = await plainVideo("mp4", {
      seconds: 1,
      turn: 90,
      colorAt: ({ x }) => (x < 40 ? [220, 0, 0] : [255, 255, 255]),
    });
    const { body } = await submit(emulator, "demo-colors-boxes", red);
    const { input, output } = body.status.response;
    expect(input.media).toMatchObject({ width: 48, height: 64 });
    const { left, right, top, bottom } = output[0].bounding_poly[0].dimensions;
    // The left side of the file is the top of the screen.
    expect([left, right, top, Math.round(bottom / 4)]).toEqual([0, 48, 0, 10]);
  });

  it("whose frames last several seconds still has one frame per second", async () => {
    const slides = await plainVideo("mp4", {
      seconds: 12,
      framesPerSecond: 1 / 4,
      colorAt: ({ seconds }) => (seconds < 4 ? [220, 0, 0] : [0, 0, 220]),
    });
    const { body } = await submit(emulator, "demo-colors-boxes", slides);
    const { input, output } = body.status.response;
    expect(input.media).toMatchObject({ num_frames: 3, duration: 12 });
    const colors = output.map(
      (frame: { bounding_poly: { classes: { class: string }[] }[] }) =>
        frame.bounding_poly[0]?.classes[0]?.class,
    );
    expect(colors).toEqual([...Array(4).fill("red"), ...Array(9).fill("blue")]);
  });

  it.each([0x00, 0xff])("with one byte set to %i gets a response", async (value) => {
    const tracks = webm.indexOf(Buffer.from([0x16, 0x54, 0xae, 0x6b]));
    for (let at = tracks - 4; at < tracks + 40; at += 1) {
      const broken = Buffer.from(webm);
      broken[at] = value;
      const { body } = await submit(emulator, "demo-colors", broken);
      expect(["0", "3100", "3300"], `byte ${at}`).toContain(body.status.status.code);
    }
  });
});
