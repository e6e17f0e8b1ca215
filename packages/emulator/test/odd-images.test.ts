import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";
import { ffmpeg, needFfmpeg } from "./support/ffmpeg.ts";
import { makeGif } from "./support/gif.ts";
import { picture } from "./support/pictures.ts";
import { submit } from "./support/submit.ts";

const emulator = createEmulator();

type Output = { classes: { class: string; score: number }[] };

type Judged = {
  readonly code: string;
  readonly message: string;
  readonly media: object;
  readonly shares: readonly Record<string, number>[];
};

/** Submits a file; returns its properties and the shares of the colors in each frame, above zero. */
async function judge(bytes: Uint8Array): Promise<Judged> {
  const { status, response } = (await submit(emulator, "demo-colors", bytes)).body.status;
  const shares: Record<string, number>[] = response.output.map(({ classes }: Output) =>
    Object.fromEntries(
      classes.filter(({ score }) => score > 0).map(({ class: name, score }) => [name, score]),
    ),
  );
  return {
    code: status.code,
    message: status.message,
    media: response.input.media,
    shares,
  };
}

const halves = () =>
  picture({ width: 160, height: 120 }, "#ff0000", [
    { left: 0, top: 60, width: 160, height: 60, color: "#0000ff" },
  ]);
const HALVES = { red: 0.5, blue: 0.5 };

/** Returns the position of the first marker of a JPEG. */
const markerAt = (jpeg: Buffer, code: number): number => jpeg.indexOf(Buffer.from([0xff, code]));

describe("a JPEG that browsers show", () => {
  it.each([
    [
      "with zeros at the end of the header of its scan",
      (jpeg: Buffer) => {
        const scan = markerAt(jpeg, 0xda) + 2;
        const end = scan + jpeg.readUInt16BE(scan);
        return Buffer.from(jpeg).fill(0, end - 3, end);
      },
    ],
    [
      "with stray bytes before a marker",
      (jpeg: Buffer) => {
        const at = markerAt(jpeg, 0xc0);
        return Buffer.concat([jpeg.subarray(0, at), Buffer.from("stray"), jpeg.subarray(at)]);
      },
    ],
    ["without its end", (jpeg: Buffer) => jpeg.subarray(0, -2)],
    ["with bytes after its end", (jpeg: Buffer) => Buffer.concat([jpeg, Buffer.alloc(500, 7)])],
  ])("%s is judged", async (_, change) => {
    const jpeg = await halves().jpeg({ quality: 100, chromaSubsampling: "4:4:4" }).toBuffer();
    expect(await judge(change(jpeg))).toMatchObject({ code: "0", shares: [HALVES] });
  });

  it("is judged without its end if it is progressive", async () => {
    const jpeg = await halves()
      .jpeg({ progressive: true, quality: 100, chromaSubsampling: "4:4:4" })
      .toBuffer();
    expect(await judge(jpeg.subarray(0, -2))).toMatchObject({ code: "0", shares: [HALVES] });
  });
});

describe("an image that is cut off", () => {
  const noisy = () =>
    sharp({
      create: {
        width: 160,
        height: 120,
        channels: 3,
        background: "#000",
        noise: { type: "gaussian", mean: 128, sigma: 40 },
      },
    });

  it.each([
    ["JPEG", () => noisy().jpeg()],
    ["progressive JPEG", () => noisy().jpeg({ progressive: true })],
    ["PNG", () => noisy().png()],
    ["WebP", () => noisy().webp()],
    ["GIF", () => noisy().gif()],
  ])("fails as a corrupt file: %s", async (_, encode) => {
    const bytes = await encode().toBuffer();
    for (const share of [0.3, 0.6, 0.95]) {
      const { code, message } = await judge(bytes.subarray(0, bytes.length * share));
      expect({ share, code }).toEqual({ share, code: "3300" });
      expect(message).toMatch(/^CLASSIFIER_ERROR_CORRUPT_FILE: the \w+ file could not be decoded \(.+\)$/);
    }
  });

  it("fails as a corrupt file: a JPEG whose scan claims a header of no bytes", async () => {
    const jpeg = await noisy().jpeg().toBuffer();
    jpeg.writeUInt16BE(0, markerAt(jpeg, 0xda) + 2);
    expect((await judge(jpeg)).code).toBe("3300");
  });

  it("gets a message without the names and settings of the decoder: a PNG with a wrong checksum", async () => {
    const png = await halves().png({ palette: true }).toBuffer();
    const at = png.indexOf("PLTE");
    const end = at + 4 + png.readUInt32BE(at - 4);
    png.writeUInt32BE((crc32(png.subarray(at, end)) ^ 1) >>> 0, end);
    const { code, message } = await judge(png);
    expect(code).toBe("3300");
    expect(message).toBe(
      "CLASSIFIER_ERROR_CORRUPT_FILE: the png file could not be decoded (PLTE: CRC error)",
    );
  });

  it.for([
    { name: "JPEG", bytes: [0xff, 0xd8, 0xff], problem: "JPEG datastream contains no image" },
    { name: "PNG", bytes: [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10], problem: "its header is damaged" },
  ])(
    "gets a message without the names of the decoder: the first bytes of a $name",
    async ({ bytes, problem }) => {
      const { code, message } = await judge(Buffer.from(bytes));
      expect(code).toBe("3300");
      expect(message).toContain(`file could not be decoded (${problem})`);
    },
  );
});

describe("a GIF", () => {
  it("has the size of its screen, on which its frame is in the right place", async () => {
    const frame = { left: 100, top: 100, width: 320, height: 240, color: 0 };
    const gif = makeGif({ width: 640, height: 480 }, [frame]);
    const { media, shares } = await judge(gif);
    expect(media).toMatchObject({ type: "PHOTO", width: 640, height: 480, num_frames: 1, duration: 0 });
    expect(shares).toEqual([{ red: 0.25, white: 0.75 }]);
    const { body } = await submit(emulator, "demo-colors-boxes", gif);
    const [box] = body.status.response.output[0].bounding_poly;
    expect(box.dimensions).toEqual({ left: 100, top: 100, right: 420, bottom: 340 });
  });

  it("has a screen that is as large as its first frame needs", async () => {
    const frame = { left: 100, top: 60, width: 100, height: 60, color: 0 };
    const { media, shares } = await judge(makeGif({ width: 100, height: 60 }, [frame]));
    expect(media).toMatchObject({ width: 200, height: 120 });
    expect(shares).toEqual([{ red: 0.25, white: 0.75 }]);
  });

  it("is white where its frames leave it transparent", async () => {
    const whole = { left: 0, top: 0, width: 160, height: 120, delay: 100 };
    const quarter = { left: 0, top: 0, width: 80, height: 60, delay: 100 };
    const { media, shares } = await judge(
      makeGif({ width: 160, height: 120 }, [
        { ...whole, color: 0, disposal: 2 },
        { ...quarter, color: 2, disposal: 3 },
        { ...quarter, left: 80, color: 1 },
      ]),
    );
    expect(media).toMatchObject({ type: "VIDEO", num_frames: 3, duration: 3 });
    const third = { green: 0.25, white: 0.75 };
    expect(shares).toEqual([{ red: 1 }, { blue: 0.25, white: 0.75 }, third, third]);
  });
});

describe("an animated PNG", () => {
  it("is judged with all of its frames", async ({ skip }) => {
    needFfmpeg(skip);
    const folder = await mkdtemp(join(tmpdir(), "hivekit-apng-"));
    const path = join(folder, "animated.png");
    const [white, red] = ["white", "red"].map((color) => `color=${color}:s=64x48:r=2:d=2,format=rgb24`);
    ffmpeg(
      "-f",
      "lavfi",
      "-i",
      `${white}`,
      "-f",
      "lavfi",
      "-i",
      `${red}`,
      "-filter_complex",
      "concat",
      "-f",
      "apng",
      path,
    );
    const bytes = await readFile(path);
    await rm(folder, { recursive: true });
    const { media, shares } = await judge(bytes);
    expect(media).toMatchObject({ type: "VIDEO", mimetype: "image/png", num_frames: 8, duration: 4 });
    expect(shares).toEqual([{ white: 1 }, { white: 1 }, { red: 1 }, { red: 1 }, { red: 1 }]);
    for (const share of [0.4, 0.6, 0.8])
      expect((await judge(bytes.subarray(0, bytes.length * share))).code, `${share}`).toBe("3300");
  });
});

describe("stripes of one pixel have their share", () => {
  it.each([
    ["a large image", 1600],
    ["an image of twice the size of a sample", 320],
  ])("%s", async (_, width) => {
    const bytes = Buffer.alloc(width * 90 * 3).map((_byte, at) => (Math.floor(at / 3) % 2) * 255);
    const png = await sharp(bytes, { raw: { width, height: 90, channels: 3 } })
      .png()
      .toBuffer();
    const [shares] = (await judge(png)).shares;
    expect(shares?.["white"]).toBeCloseTo(0.5, 1);
    expect(shares?.["black"]).toBeCloseTo(0.5, 1);
  });
});
