import { expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";
import { ffmpeg, needFfmpeg } from "./support/ffmpeg.ts";
import { noise, picture } from "./support/pictures.ts";
import { post } from "./support/post.ts";
import { createWav } from "./support/sound.ts";
import { demoMedia } from "./support/submit.ts";
import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SYNC = "/api/v2/task/sync";
const AI = "/api/v3/hive/ai-generated-and-deepfake-content-detection";
const bytes = new Uint8Array(await picture({ width: 64, height: 48 }, "#00ff00").png().toBuffer());
const png = new File([bytes], "a.png");
const video = new File([new Uint8Array(await demoMedia("colors.mp4"))], "a.mp4");

type Scored = { readonly classes: readonly { readonly class: string; readonly score: number }[] };
const scoresOf = ({ classes }: Scored) => Object.fromEntries(classes.map((one) => [one.class, one.score]));

it.each([
  [0, [0]],
  [10, [0]],
  [10.5, [0, 10]],
  [80.8, [0, 10, 20, 30, 40, 50, 60, 70, 80]],
])("a sound of %d s is judged in segments of 10 s, each charged 0.00001 dollars", async (seconds, times) => {
  for (const key of ["demo-ai-audio", "demo-ai-music"]) {
    const emulator = createEmulator();
    const { body } = await post(emulator, SYNC, { key, form: { media: createWav(seconds) } });
    const { output, input } = body.status[0].response;
    expect(output.map(({ time }: { time: number }) => time)).toEqual(times);
    expect(emulator.verify.one()).toMatchObject({
      frameCount: times.length,
      chargeUsd: Math.round(times.length) / 100_000,
    });
    if (key === "demo-ai-music") {
      expect(input.charge).toBeCloseTo(times.length * 1e-5, 12);
      expect(input.media).toEqual({
        url: null,
        filename: "a.wav",
        type: "AUDIO",
        mime_type: "wav",
        mimetype: "audio/wav",
        duration: seconds,
      });
    }
  }
});

it("sound is benign by default, and a rule or a test card sets its classes in segments", async () => {
  const rules = [
    {
      match: { name: "song*" },
      frames: [{ fromSeconds: 10, classes: { ai_generated_music: 0.9, suno: 0.8 } }],
    },
  ];
  const judge = async (key: string, name: string) => {
    const { body } = await post(createEmulator({ rules }), SYNC, {
      key,
      form: { media: createWav(25, name) },
    });
    return body.status[0].response.output.map(scoresOf);
  };
  const [plain] = await judge("demo-ai-music", "a.wav");
  expect(plain.ai_generated_music + plain.not_ai_generated_music).toBeCloseTo(1, 12);
  expect(plain.not_ai_generated_music).toBeGreaterThan(0.98);
  expect(await judge("demo-ai-music", "song.wav")).toMatchObject([
    { not_ai_generated_music: expect.closeTo(1, 1) },
    { ai_generated_music: 0.9, suno: 0.8 },
    { ai_generated_music: 0.9, suno: 0.8 },
  ]);
  const card = await judge("demo-ai-audio", "hive-test-ai_generated-10s-20s.wav");
  expect(card.map((segment: Record<string, number>) => segment["ai_generated"]?.toFixed(1))).toEqual([
    "0.0",
    "1.0",
    "0.0",
  ]);
});

it("the music model reports the segments of a video as its frames, with the size of the video", async () => {
  const { body } = await post(createEmulator(), SYNC, { key: "demo-ai-music", form: { media: video } });
  expect(body.status[0].response.input.media).toMatchObject({
    type: "VIDEO",
    mimetype: "video/mp4",
    num_frames: 1,
    width: expect.any(Number),
  });
});

it("an image, an unknown file and a broken file fail with a model for sound, and audio fails with a model for images", async () => {
  const emulator = createEmulator();
  const codeOf = async (key: string, media: Blob) =>
    (await post(emulator, SYNC, { key, form: { media } })).body.status[0].status;
  expect(await codeOf("demo-ai-audio", png)).toMatchObject({
    code: "3100",
    message: /a png file is not an mp3/,
  });
  expect(await codeOf("demo-ai-audio", new File([new Uint8Array(noise(100))], "a.mp3"))).toMatchObject({
    code: "3100",
  });
  expect(await codeOf("demo-ai-audio", new File([], "a.mp3"))).toMatchObject({ code: "3300" });
  for (const head of ["RIFF\0\0\0\0WAVE", "OggS", "fLaC", "ID3", "\0\0\0\x20ftypM4A "]) {
    const broken = new File([head, "x".repeat(100)], "a.bin");
    expect(await codeOf("demo-ai-audio", broken)).toMatchObject({ code: "3300" });
  }
  expect(await codeOf("demo-visual", createWav(1))).toMatchObject({
    code: "3100",
    message: expect.stringContaining("a wav file, which has no images"),
  });
  expect(emulator.projects.every(({ chargedUsd }) => chargedUsd === 0)).toBe(true);
});

it.each([
  ["mp3", "audio/mpeg"],
  ["m4a", "audio/m4a"],
  ["ogg", "audio/ogg"],
  ["flac", "audio/flac"],
  ["wav", "audio/wav"],
])("the duration of an %s file is read from the file", async (extension, mimetype) => {
  needFfmpeg((note) => expect.unreachable(note));
  const path = join(tmpdir(), `hivekit-sound-${process.pid}.${extension}`);
  ffmpeg("-f", "lavfi", "-i", "sine=duration=3.3", path);
  const media = new File([new Uint8Array(await readFile(path))], `a.${extension}`);
  await rm(path);
  const { body } = await post(createEmulator(), SYNC, { key: "demo-ai-music", form: { media } });
  const { input } = body.status[0].response;
  expect(input.media).toMatchObject({ type: "AUDIO", mimetype });
  expect(input.media.duration).toBeCloseTo(3.3, 0);
});

it("a FLAC file without a valid frame does not block the emulator", async () => {
  const head = Buffer.alloc(42);
  head.write("fLaC", 0);
  // The last block of metadata, 34 bytes: 44,100 samples per second, two channels, 441,000 samples.
  head.writeUInt32BE(0x80000022, 4);
  head.writeUInt16BE(4096, 8);
  head.writeUInt16BE(4096, 10);
  head.writeUInt32BE(0x0ac442f0, 18);
  head.writeUInt32BE(441_000, 22);
  const media = new File([head, "x".repeat(10_000)], "a.flac");
  const { body } = await post(createEmulator(), SYNC, { key: "demo-ai-music", form: { media } });
  expect(body.status[0].response.input.media).toMatchObject({ type: "AUDIO", duration: 10 });
});

it("a file has C2PA provenance only if a rule sets it, in v2 and v3, with texts and lists of texts", async () => {
  const c2pa = { claim_generator: "Example/1.0", actions_action: ["c2pa.created", "c2pa.edited"] };
  const emulator = createEmulator({ rules: [{ match: { name: "tagged*" }, c2pa }] });
  const tagged = new File([bytes], "tagged.png");
  for (const [name, media] of [
    ["with", tagged],
    ["without", png],
  ] as const) {
    const expected = name === "with" ? { algorithmic_tags: { c2pa } } : {};
    const v2 = await post(emulator, SYNC, { key: "demo-ai", form: { media } });
    const { time, classes, ...v2Rest } = v2.body.status[0].response.output[0];
    expect([time, classes.length > 2, v2Rest]).toEqual([0, true, expected]);
    const v3 = await post(emulator, AI, { key: "demo-v3", form: { media } });
    const { extra, classes: values, ...v3Rest } = v3.body.output[0];
    expect([extra, values.length > 2, v3Rest]).toEqual([[], true, expected]);
  }
});

it("the frames of a video have a timestamp in v3, and classes for its sound if it has any", async () => {
  needFfmpeg((note) => expect.unreachable(note));
  const path = join(tmpdir(), `hivekit-video-${process.pid}.mp4`);
  const images = ["-f", "lavfi", "-i", "testsrc2=size=96x64:rate=10:duration=2.3"];
  ffmpeg(...images, "-f", "lavfi", "-i", "sine=duration=2.3", "-pix_fmt", "yuv420p", path);
  const media = new File([new Uint8Array(await readFile(path))], "a.mp4");
  await rm(path);
  const judge = async (file: File) =>
    (await post(createEmulator(), AI, { key: "demo-v3", form: { media: file } })).body.output;
  const [, withSound] = await judge(media);
  expect(withSound.extra).toEqual([{ name: "timestamp", value: 1 }]);
  expect(withSound.classes.at(-2)).toMatchObject({ class: "ai_generated_audio" });
  expect(withSound.classes.at(-1)).toMatchObject({ class: "not_ai_generated_audio" });
  const [silent] = await judge(video);
  expect(silent.classes.at(-1)).toMatchObject({ class: "deepfake" });
});

it("logos come from a rule, with boxes, times and a class without a score", async () => {
  const rules = [
    {
      match: { name: "*.mp4" },
      logos: [
        {
          class: "example_brand",
          label: "Example Brand",
          box: { left: 10, top: 20, right: 30, bottom: 50 },
          clarity: 0.5,
          locations: [{ label: "car", score: 0.75 }],
          fromSeconds: 1,
          toSeconds: 2,
        },
      ],
    },
  ];
  const emulator = createEmulator({ rules });
  const { body } = await post(emulator, SYNC, { key: "demo-logo", form: { media: video } });
  const [first, second, third] = body.status[0].response.output;
  expect(first).toEqual({ time: 0, bounding_poly: [] });
  expect(third).toEqual({ time: 2, bounding_poly: [] });
  const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(second).toEqual({
    time: 1,
    bounding_poly: [
      {
        dimensions: { top: 20, bottom: 50, left: 10, right: 30 },
        vertices: [
          { x: 10, y: 20 },
          { x: 30, y: 20 },
          { x: 30, y: 50 },
          { x: 10, y: 50 },
        ],
        classes: [{ class: "example_brand", label: "Example Brand" }],
        meta: {
          id: uuid,
          type: "logo",
          clarity: 0.5,
          locations: [{ id: uuid, label: "car", score: 0.75 }],
        },
      },
    ],
  });
  const again = await post(createEmulator({ rules }), SYNC, { key: "demo-logo", form: { media: video } });
  expect(again.body.status[0].response.output).toEqual(body.status[0].response.output);
});

it("celebrities come from a rule; a face without a name has no match and no score", async () => {
  const rules = [{ match: { name: "a.png" }, faces: [{ name: "Example Person", score: 0.9 }, {}] }];
  const judge = async (name: string) => {
    const media = new File([bytes], name);
    return (await post(createEmulator({ rules }), SYNC, { key: "demo-celebrity", form: { media } })).body
      .status;
  };
  expect(await judge("a.png")).toEqual([
    {
      status: { code: "0", message: "SUCCESS" },
      _version: 2,
      response: [{ faces: [{ score: 0.9, match: "Example Person" }, { match: "No Match" }], timestamp: 0 }],
    },
  ]);
  expect((await judge("b.png"))[0].response).toEqual([{ faces: [], timestamp: 0 }]);
});

it("a test card is rejected by a model that takes its results only from rules", async () => {
  const media = new File([bytes], "hive-test-example_brand.png");
  const { status, body } = await post(createEmulator(), SYNC, { key: "demo-logo", form: { media } });
  expect([status, body.message]).toEqual([400, expect.stringContaining("takes its results only from rules")]);
});

it.each([
  [
    { logos: [{ class: "a", box: { left: 1, top: 0, right: 1, bottom: 1 } }] },
    "rules[0].logos[0].box.right must be greater than left (1)",
  ],
  [{ logos: [{ class: "a", fromSeconds: 2, toSeconds: 2 }] }, "rules[0].logos[0].toSeconds must be greater"],
  [{ faces: [{ score: 2 }] }, "rules[0].faces[0].score must be a number from 0 to 1, got 2"],
  [{ c2pa: { claim_generator: 3 } }, "rules[0].c2pa.claim_generator must be a string or an array of strings"],
])("an invalid rule throws an error that names the option: %j", (result, message) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the values are not valid on purpose
  const rules = [{ match: { name: "*" }, ...result }] as never;
  expect(() => createEmulator({ rules })).toThrow(message);
});
