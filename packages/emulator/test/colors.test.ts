import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";
import { animation, picture } from "./support/pictures.ts";
import { demoMedia, submit } from "./support/submit.ts";

const emulator = createEmulator();

/** Returns the scores above zero of each frame, by color. */
// The body is JSON whose shape the expectations check.
// oxlint-disable-next-line typescript/no-explicit-any
function sharesOf(body: any): Record<string, number>[] {
  // oxlint-disable-next-line typescript/no-explicit-any
  return body.status.response.output.map((frame: any) =>
    // oxlint-disable-next-line typescript/no-explicit-any
    Object.fromEntries(frame.classes.filter((c: any) => c.score > 0).map((c: any) => [c.class, c.score])),
  );
}

// oxlint-disable-next-line typescript/no-explicit-any
function dominant(body: any, without: readonly string[] = []): (string | undefined)[] {
  return sharesOf(body).map((shares) => {
    const sorted = Object.entries(shares).filter(([name]) => !without.includes(name));
    return sorted.toSorted((a, b) => b[1] - a[1])[0]?.[0];
  });
}

const halves = () =>
  picture({ width: 100, height: 60 }, "#ff0000", [
    { left: 75, top: 0, width: 25, height: 60, color: "#0000ff" },
  ]);

describe("demo-colors", () => {
  it("returns the share of each color in a fixed order; the shares sum to 1", async () => {
    const { status, body } = await submit(emulator, "demo-colors", await halves().png().toBuffer());
    expect(status).toBe(200);
    expect(sharesOf(body)).toEqual([{ red: 0.75, blue: 0.25 }]);
    const [frame] = body.status.response.output;
    expect(frame.time).toBe(0);
    expect(frame.classes.map((c: { class: string }) => c.class)).toEqual([
      "red",
      "orange",
      "yellow",
      "green",
      "cyan",
      "blue",
      "purple",
      "pink",
      "brown",
      "black",
      "gray",
      "white",
    ]);
    expect(frame.classes.reduce((sum: number, c: { score: number }) => sum + c.score, 0)).toBeCloseTo(1, 12);
  });

  it.each([
    ["jpeg", () => halves().jpeg({ quality: 100, chromaSubsampling: "4:4:4" })],
    ["png", () => halves().png()],
    ["webp", () => halves().webp({ lossless: true })],
    ["gif", () => halves().gif()],
  ])("decodes a %s image and describes it", async (shortName, make) => {
    const { body } = await submit(emulator, "demo-colors", await make().toBuffer());
    expect(body.status.response.input.media).toEqual({
      url: null,
      filename: "upload.bin",
      type: "PHOTO",
      mime_type: shortName,
      mimetype: `image/${shortName}`,
      width: 100,
      height: 60,
      num_frames: 1,
      duration: 0,
    });
    const [shares] = sharesOf(body);
    expect(shares?.["red"]).toBeCloseTo(0.75, 1);
    expect(shares?.["blue"]).toBeCloseTo(0.25, 1);
  });

  it("rotates an image according to its EXIF data", async () => {
    const turned = await halves().jpeg().withMetadata({ orientation: 6 }).toBuffer();
    const { body } = await submit(emulator, "demo-colors", turned);
    expect(body.status.response.input.media).toMatchObject({ width: 60, height: 100 });
  });

  it("decodes transparent, grayscale and 16-bit images as they are displayed", async () => {
    const clear = await sharp({ create: { width: 20, height: 20, channels: 4, background: "#00000000" } })
      .png()
      .toBuffer();
    const gray = await picture({ width: 20, height: 20 }, "#808080").toColorspace("b-w").png().toBuffer();
    const deep = await picture({ width: 20, height: 20 }, "#00ff00").toColorspace("rgb16").png().toBuffer();
    expect(sharesOf((await submit(emulator, "demo-colors", clear)).body)).toEqual([{ white: 1 }]);
    expect(sharesOf((await submit(emulator, "demo-colors", gray)).body)).toEqual([{ gray: 1 }]);
    expect(sharesOf((await submit(emulator, "demo-colors", deep)).body)).toEqual([{ green: 1 }]);
  });

  it("samples a GIF with uneven delays once per second", async () => {
    const gif = await animation([
      { color: "#ff0000", delayMs: 300 },
      { color: "#00ff00", delayMs: 1400 },
      { color: "#0000ff", delayMs: 250 },
      { color: "#ffff00", delayMs: 1250 },
    ]);
    const { body } = await submit(emulator, "demo-colors", gif);
    const { input, output } = body.status.response;
    expect(input.media).toMatchObject({
      type: "VIDEO",
      mimetype: "image/gif",
      width: 40,
      height: 30,
      num_frames: 4,
      duration: 3.2,
    });
    expect(output.map((frame: { time: number }) => frame.time)).toEqual([0, 1, 2, 3]);
    expect(sharesOf(body)).toEqual([{ red: 1 }, { green: 1 }, { yellow: 1 }, { yellow: 1 }]);
    expect(input.charge).toBe(4 * 0.003);
  });

  it("samples the last frame at the end of an animation that lasts whole seconds", async () => {
    const gif = await animation([
      { color: "#ff0000", delayMs: 1000 },
      { color: "#00ff00", delayMs: 1000 },
    ]);
    const { body } = await submit(emulator, "demo-colors", gif);
    expect(sharesOf(body)).toEqual([{ red: 1 }, { green: 1 }, { green: 1 }]);
    expect(body.status.response.input.charge).toBe(0.009000000000000001);
  });

  it("decodes an animated WebP", async () => {
    const gif = await animation([
      { color: "#ff0000", delayMs: 700 },
      { color: "#0000ff", delayMs: 900 },
    ]);
    const { body } = await submit(
      emulator,
      "demo-colors",
      await sharp(gif, { animated: true }).webp({ lossless: true }).toBuffer(),
    );
    expect(body.status.response.input.media).toMatchObject({
      mimetype: "image/webp",
      num_frames: 2,
      duration: 1.6,
    });
    expect(sharesOf(body)).toEqual([{ red: 1 }, { blue: 1 }]);
  });

  it("follows the colors of the demo GIF and the demo video", async () => {
    const gif = await submit(emulator, "demo-colors", await demoMedia("traffic-light.gif"));
    expect(dominant(gif.body, ["black", "gray"])).toEqual([
      "red",
      "red",
      expect.stringMatching(/red|yellow/),
      "green",
      "yellow",
      "red",
    ]);
    const video = await submit(emulator, "demo-colors", await demoMedia("colors.mp4"));
    expect(dominant(video.body)).toEqual([
      "red",
      "red",
      "red",
      "green",
      "green",
      "green",
      "blue",
      "blue",
      "yellow",
      "yellow",
    ]);
    expect(video.body.status.response.input).toMatchObject({
      charge: 0.03,
      media: {
        type: "VIDEO",
        mime_type: "mp4",
        mimetype: "video/mp4",
        width: 320,
        height: 240,
        num_frames: 114,
        duration: 9.5,
      },
    });
  });
});

describe("demo-colors-boxes", () => {
  it("puts a box around the largest region of saturated color, in pixels of the image", async () => {
    const png = await picture({ width: 640, height: 480 }, "#ffffff", [
      { left: 40, top: 80, width: 160, height: 120, color: "#00c000" },
      { left: 400, top: 300, width: 80, height: 80, color: "#ff0000" },
    ])
      .png()
      .toBuffer();
    const { body } = await submit(emulator, "demo-colors-boxes", png);
    expect(body.status.response.output).toEqual([
      {
        time: 0,
        bounding_poly: [
          {
            vertices: [
              { x: 40, y: 80 },
              { x: 200, y: 80 },
              { x: 200, y: 200 },
              { x: 40, y: 200 },
            ],
            dimensions: { top: 80, bottom: 200, left: 40, right: 200 },
            classes: [{ class: "green", score: 1 }],
            keypoints: [],
            meta: { type: "color", score: 1 },
          },
        ],
      },
    ]);
  });

  it("separates regions of one color that do not touch", async () => {
    const png = await picture({ width: 160, height: 100 }, "#000000", [
      { left: 0, top: 0, width: 40, height: 40, color: "#0000ff" },
      { left: 100, top: 50, width: 60, height: 50, color: "#0000ff" },
    ])
      .png()
      .toBuffer();
    const { body } = await submit(emulator, "demo-colors-boxes", png);
    expect(body.status.response.output[0].bounding_poly[0].dimensions).toEqual({
      left: 100,
      right: 160,
      top: 50,
      bottom: 100,
    });
  });

  it("returns no box for an image without saturated color", async () => {
    const png = await picture({ width: 50, height: 50 }, "#777777").png().toBuffer();
    const { body } = await submit(emulator, "demo-colors-boxes", png);
    expect(body.status.response.output).toEqual([{ time: 0, bounding_poly: [] }]);
    expect(body.status.response.input.charge).toBe(0.003);
  });

  it("keeps the box inside an image of an odd size", async () => {
    const png = await picture({ width: 1003, height: 337 }, "#ff0000").png().toBuffer();
    const { body } = await submit(emulator, "demo-colors-boxes", png);
    expect(body.status.response.output[0].bounding_poly[0].dimensions).toEqual({
      left: 0,
      top: 0,
      right: 1003,
      bottom: 337,
    });
  });

  it("finds the disc in the demo image", async () => {
    const { body } = await submit(emulator, "demo-colors-boxes", await demoMedia("shapes.jpg"));
    const [box] = body.status.response.output[0].bounding_poly;
    expect(box.classes[0].class).toBe("red");
    expect(Math.abs(box.dimensions.left - 90)).toBeLessThanOrEqual(4);
    expect(Math.abs(box.dimensions.bottom - 310)).toBeLessThanOrEqual(4);
  });
});

describe("demo-colors-mask", () => {
  it("serves a mask that has the size of the image and one gray value per color", async () => {
    const { body } = await submit(emulator, "demo-colors-mask", await halves().png().toBuffer());
    const [frame] = body.status.response.output;
    expect(Object.keys(frame)).toEqual(["url", "mapping"]);
    expect(new URL(frame.url).origin).toBe("https://api.thehive.ai");
    const values = new Map<string, number>(
      frame.mapping.map((m: { class: string; value: number }) => [m.class, m.value]),
    );
    const response = await emulator.fetch(frame.url);
    expect(response.headers.get("content-type")).toBe("image/png");
    const png = await response.arrayBuffer();
    expect(await sharp(png).metadata()).toMatchObject({
      format: "png",
      width: 100,
      height: 60,
      channels: 1,
      depth: "uchar",
    });
    const pixels = await sharp(png).toColorspace("b-w").raw().toBuffer();
    expect(pixels.length).toBe(6000);
    expect(pixels[0]).toBe(values.get("red"));
    expect(pixels[74]).toBe(values.get("red"));
    expect(pixels[75]).toBe(values.get("blue"));
    expect(pixels[5999]).toBe(values.get("blue"));
  });

  it("serves one mask per frame of a video, with its time, until the emulator is reset", async () => {
    const own = createEmulator();
    const { body } = await submit(own, "demo-colors-mask", await demoMedia("traffic-light.gif"));
    const frames: { time: number; url: string }[] = body.status.response.output;
    expect(frames.map((frame) => frame.time)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(new Set(frames.map((frame) => frame.url)).size).toBe(6);
    const url = frames[3]?.url ?? "";
    expect(await sharp(await (await own.fetch(url)).arrayBuffer()).metadata()).toMatchObject({
      width: 160,
      height: 240,
    });
    own.reset();
    expect((await own.fetch(url)).status).toBe(404);
  });
});
