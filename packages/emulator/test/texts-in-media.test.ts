import { expect, it } from "vitest";
import { createEmulator, type EmulatorRule } from "../src/index.ts";
import { picture } from "./support/pictures.ts";
import { post } from "./support/post.ts";
import { createWav } from "./support/sound.ts";
import { demoMedia } from "./support/submit.ts";

const SYNC = "/api/v2/task/sync";
const png = new File(
  [new Uint8Array(await picture({ width: 100, height: 50 }, "#00ff00").png().toBuffer())],
  "a.png",
);
const gif = new File([new Uint8Array(await demoMedia("traffic-light.gif"))], "a.gif");
const video = new File([new Uint8Array(await demoMedia("colors.mp4"))], "a.mp4");

async function respond(
  key: string,
  form: Record<string, string | Blob>,
  rules: readonly EmulatorRule[] = [],
) {
  const emulator = createEmulator({ rules });
  const { status, body } = await post(emulator, SYNC, { key, form });
  return { status, body, emulator, response: body.status?.[0].response };
}

type Leveled = { readonly classes: readonly { readonly class: string; readonly score: number }[] };
const levelOf = ({ classes }: Leveled, name: string) => classes.find((one) => one.class === name)?.score;

it.each([
  [33.144, 34],
  [10, 10],
  [0.2, 1],
])("speech of %d s is charged for %d started seconds", async (seconds, charged) => {
  for (const key of ["demo-transcription", "demo-speech"]) {
    const { response, emulator } = await respond(key, { media: createWav(seconds) });
    expect(response.input.charge).toBe(charged * 0.003);
    expect(response.input.media.duration).toBeCloseTo(seconds, 3);
    expect(emulator.verify.one()).toMatchObject({ frameCount: 1, chargeUsd: (charged * 3) / 1000 });
  }
});

it("a file to which no rule applies has a transcript that says that the emulator cannot hear", async () => {
  const { response } = await respond("demo-transcription", { media: createWav(3) });
  expect(response.output[0].transcript).toBe("The emulator cannot hear. Set a transcript in a rule.");
  expect(response.output[0].words[0]).toEqual({
    time: 0,
    alternatives: [{ text: "The", score: 0.99 }],
    type: "pronunciation",
    meta: {},
  });
  const times = response.output[0].words.map(({ time }: { time: number }) => time);
  expect(times).toEqual(times.toSorted((one: number, other: number) => one - other));
  expect(times.at(-1)).toBeLessThan(3);
});

it("a rule sets the transcript, with the times, scores and alternatives of its words", async () => {
  const words = [
    { text: "One", startSeconds: 1.52, score: 0.5, alternatives: [{ text: "Won", score: 0.25 }] },
    { text: "two" },
  ];
  const rules = [{ match: { name: "*.mp4" }, transcript: { text: "One two.", words } }];
  const { response } = await respond("demo-transcription", { media: video }, rules);
  expect(response.output).toEqual([
    {
      transcript: "One two.",
      words: [
        {
          time: 1.52,
          alternatives: [
            { text: "One", score: 0.5 },
            { text: "Won", score: 0.25 },
          ],
          type: "pronunciation",
          meta: {},
        },
        {
          time: expect.any(Number),
          alternatives: [{ text: "two", score: 0.99 }],
          type: "pronunciation",
          meta: {},
        },
      ],
    },
  ]);
  expect(response.input).toMatchObject({ model_type: "TRANSCRIPTION", media: { type: "VIDEO" } });
});

it("speech moderation judges each sentence as the text model would, with its position and times", async () => {
  const text = "One two. Some darn heck, hive-test-hate-2. Mail a@b.example!";
  const rules: readonly EmulatorRule[] = [
    { match: { name: "a.wav" }, transcript: { text } },
    { match: { words: ["heck"] }, classes: { violence: 1 }, filter: "insult" },
  ];
  const { response } = await respond("demo-speech", { media: createWav(8) }, rules);
  const [{ transcript, classifications }] = response.output;
  expect(transcript).toBe(text);
  expect(classifications).toHaveLength(3);
  const spans = classifications.map(
    (one: { start_char_index: number; end_char_index: number; text: string }) => [
      text.slice(one.start_char_index, one.end_char_index) === one.text,
      one.text,
    ],
  );
  expect(spans).toEqual([
    [true, "One two."],
    [true, "Some darn heck, hive-test-hate-2."],
    [true, "Mail a@b.example!"],
  ]);
  expect(classifications[0]).toMatchObject({ start_timestamp: 0, end_timestamp: 2, text_filters: [] });
  expect(classifications[1]).toMatchObject({ start_timestamp: 2, end_timestamp: 6 });
  expect(classifications[2]).toMatchObject({ start_timestamp: 6, end_timestamp: 8 });
  expect(["hate", "violence", "bullying"].map((name) => levelOf(classifications[1], name))).toEqual([
    2, 1, 1,
  ]);
  expect(levelOf(classifications[0], "hate")).toBe(0);
  expect(classifications[1].text_filters).toEqual([
    { value: "DARN", start_index: 5, end_index: 9, type: "profanity" },
    { value: "HECK", start_index: 10, end_index: 14, type: "insult" },
  ]);
  for (const { value, start_index, end_index } of [...response.text_filters, ...response.pii_entities])
    expect(text.slice(start_index, end_index).toUpperCase()).toBe(value.toUpperCase());
  expect(response.text_filters).toHaveLength(2);
  expect(response.pii_entities).toMatchObject([{ value: "a@b.example" }]);
  expect(response).toMatchObject({ language: "EN", custom_classes: [] });
  expect(response).not.toHaveProperty("urls");
});

it("an empty transcript has no words and no sentences", async () => {
  const rules = [{ match: { name: "*" }, transcript: { text: "" } }];
  const plain = await respond("demo-transcription", { media: createWav(1) }, rules);
  expect(plain.response.output).toEqual([{ transcript: "", words: [] }]);
  const moderated = await respond("demo-speech", { media: createWav(1) }, rules);
  expect(moderated.response.output).toEqual([{ transcript: "", classifications: [] }]);
});

it("a rule for texts can set the language of speech, and fail its task", async () => {
  const german = [{ match: { name: "*" }, transcript: { text: "Eins." }, language: "UNSUPPORTED" }];
  const { response } = await respond("demo-speech", { media: createWav(1) }, german);
  expect(response).toMatchObject({ language: "UNSUPPORTED", moderated_classes: [] });
  expect(levelOf(response.output[0].classifications[0], "hate")).toBe(-1);
  const failing = [{ match: { words: ["emulator"] }, taskCode: "3300" }];
  const { body, emulator } = await respond("demo-speech", { media: createWav(1) }, failing);
  expect(body.status[0].status.code).toBe("3300");
  emulator.verify.one({ chargeUsd: 0, taskCode: "3300" });
});

it("the last word of a text without a box ends exactly at the edge of the image", async () => {
  const image = new File(
    [new Uint8Array(await picture({ width: 640, height: 8 }, "#00ff00").png().toBuffer())],
    "a.png",
  );
  const { response } = await respond("demo-ocr", { media: image });
  expect(response.output[0].bounding_poly.at(-1).dimensions.right).toBe(640);
});

it("text recognition has an entry per block, with a box per word from the bottom left", async () => {
  const box = { left: 10, top: 20, right: 70, bottom: 40 };
  const rules = [{ match: { name: "*" }, textBlocks: [{ text: "ab cdef", box, score: 0.5 }, { text: "x" }] }];
  const { response, emulator } = await respond("demo-ocr", { media: png }, rules);
  expect(response.input).toMatchObject({ model_type: "BOUNDING_BOX", charge: 0.003 });
  const [first, second] = response.output;
  expect(first.block_text).toBe("ab cdef");
  expect(first.bounding_poly).toEqual([
    {
      classes: [{ class: "ab", score: 0.5 }],
      dimensions: { left: 10, right: 30, top: 20, bottom: 40 },
      vertices: [
        { x: 10, y: 40 },
        { x: 10, y: 20 },
        { x: 30, y: 20 },
        { x: 30, y: 40 },
      ],
      meta: { score: 0.5, label: "text" },
    },
    expect.objectContaining({ dimensions: { left: 30, right: 70, top: 20, bottom: 40 } }),
  ]);
  expect(second.bounding_poly[0].dimensions).toEqual({ left: 0, right: 100, top: 25, bottom: 50 });
  emulator.verify.one({ frameCount: 2, chargeUsd: 0.003 });
});

it("OCR moderation judges each block as the text model would, in the frames in which it is visible", async () => {
  const rules: readonly EmulatorRule[] = [
    {
      match: { name: "*.gif" },
      textBlocks: [{ text: "so hive-test-hate darn", fromSeconds: 1, toSeconds: 2 }],
    },
    { match: { text: "so *" }, language: "ES" },
  ];
  const { response, emulator } = await respond("demo-ocr-moderation", { media: gif }, rules);
  expect(response.input.model_type).toBe("OCR_MODERATION");
  const { output } = response;
  expect(output.map(({ time }: { time: number }) => time)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(output[0]).toEqual({ time: 0, frame_results: [] });
  const [block] = output[1].frame_results;
  expect(block).toMatchObject({
    language: "ES",
    block_text: "so hive-test-hate darn",
    start_char_index: 0,
    end_char_index: 22,
    text_filters: [{ value: "DARN", start_index: 18, end_index: 22, type: "profanity" }],
  });
  expect(levelOf(block, "hate")).toBe(3);
  emulator.verify.one({ frameCount: 6, chargeUsd: 0.018 });
});

it("an empty list of text blocks means media without text", async () => {
  const rules = [{ match: { name: "*" }, textBlocks: [] }];
  expect((await respond("demo-ocr", { media: png }, rules)).response.output).toEqual([]);
  const moderated = await respond("demo-ocr-moderation", { media: png }, rules);
  expect(moderated.response.output).toEqual([{ time: 0, frame_results: [] }]);
});

it("translations come from a rule, and otherwise name the target language", async () => {
  const rules = [{ match: { text: "Example." }, translation: "Ejemplo." }];
  const options = '{"input_language":"EN","output_language":"ZH_CN"}';
  const known = await respond("demo-translation", { text_data: "Example.", options }, rules);
  expect(known.body).toMatchObject({
    status: [
      {
        status: { code: "0", message: "SUCCESS" },
        _version: 2,
        response: {
          source_language: "en",
          source_text: "Example.",
          target_language: "zh_cn",
          translated_text: "Ejemplo.",
        },
      },
    ],
    hsl_options: { input_language: "EN", output_language: "ZH_CN" },
  });
  const other = await respond("demo-translation", {
    text_data: "Other.",
    options: '{"output_language":"ES"}',
  });
  expect(other.response).toMatchObject({ source_language: "en", translated_text: "[ES] Other." });
  other.emulator.verify.one({ hasText: true, chargeUsd: 0.001 });
});

it.each([undefined, "{}", '{"output_language":"es"}', '{"input_language":"XX","output_language":"ES"}'])(
  "a translation with the options %s gets HTTP 400",
  async (options) => {
    const form = { text_data: "Example.", ...(options === undefined ? {} : { options }) };
    const { status, body } = await respond("demo-translation", form);
    expect([status, body.message]).toEqual([400, expect.stringContaining("must be one of EN, ES")]);
  },
);

it.each(["demo-transcription", "demo-speech", "demo-ocr", "demo-ocr-moderation"])(
  "%s accepts an asynchronous submission and pages of its result",
  async (key) => {
    const emulator = createEmulator();
    const media = key.includes("ocr") ? png : createWav(2);
    const { body } = await post(emulator, "/api/v2/task/async", { key, form: { media } });
    await emulator.idle();
    const headers = { authorization: `Token ${key}` };
    const url = `https://api.thehive.ai/api/v2/task?task_id=${body.task_id}&frame_limit=1`;
    const page = await (await emulator.fetch(url, { headers })).json();
    expect(page.status[0].response.output).toHaveLength(1);
  },
);

it("neither the journal nor the task list contains transcripts or text blocks", async () => {
  const secret = "secretword";
  const rules = [{ match: { name: "*" }, transcript: { text: secret }, textBlocks: [{ text: secret }] }];
  const emulator = createEmulator({ rules });
  for (const key of ["demo-transcription", "demo-speech", "demo-ocr", "demo-ocr-moderation"]) {
    const media = key.includes("ocr") ? png : createWav(1);
    const { body } = await post(emulator, SYNC, { key, form: { media } });
    expect(JSON.stringify(body)).toContain(secret);
  }
  expect(JSON.stringify([emulator.journal, emulator.tasks.list()])).not.toContain(secret);
});
